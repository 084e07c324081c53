import hashlib
import io

from klientel.foundation.lib.digests import BLOCK, sha256


def test_the_whole_file_counts_wherever_it_stands() -> None:
    content = bytes(range(256)) * (2 * BLOCK // 256) + b"rest"
    file = io.BytesIO(content)
    file.seek(7)
    assert sha256(file) == hashlib.sha256(content).hexdigest()
