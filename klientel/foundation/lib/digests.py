"""Contents told apart by their SHA-256."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

BLOCK = 1 << 20


def sha256(file: BinaryIO) -> str:
    """Of the whole file, which is at its end afterwards."""
    file.seek(0)
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.hexdigest()
