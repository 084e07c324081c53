"""What has been done already: checksums of sources kept beside results, and locks between runs.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds `path` as a lock; the system lets go of it when the process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def checksum(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_marked(mark: Path, value: str) -> bool:
    return mark.is_file() and mark.read_text(encoding="utf-8").strip() == value


def set_mark(mark: Path, value: str) -> None:
    replace(mark, value.encode())


def replace(path: Path, content: bytes) -> None:
    """Nobody ever reads half a file."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
