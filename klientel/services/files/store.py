"""Contents in the data folder, each under the SHA-256 of itself: `files/ab/abcdef…`."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from klientel.foundation.lib.digests import BLOCK, sha256

KEEP = 24 * 60 * 60  # seconds in which a content may wait for its row


def folder() -> Path:
    return Path(settings.DATA) / "files"


def path(digest: str) -> Path:
    return folder() / digest[:2] / digest


def keep(file: BinaryIO) -> str:
    """Store what the file holds, whole or not at all. Returns its digest.

    A content that lies there already is only touched, so that `sweep` leaves it to its new row.
    """
    digest = sha256(file)
    target = path(digest)
    if touch(digest):
        return digest
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as part:
            file.seek(0)
            while block := file.read(BLOCK):
                part.write(block)
            part.flush()
            os.fsync(part.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(target.parent)
    return digest


def touch(digest: str) -> bool:
    """Leave a content to the row it is about to get. Whether it is still there."""
    try:
        os.utime(path(digest))
    except FileNotFoundError:
        return False
    return True


def _settle(place: Path) -> None:
    """The name outlives a loss of power only once its folder is on the disk."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def waiting() -> Iterator[Path]:
    """Contents and left-over parts that have lain untouched for a day."""
    before = time.time() - KEEP
    for place in folder().glob("[0-9a-f][0-9a-f]"):
        for found in place.iterdir():
            if found.stat().st_mtime < before:
                yield found
