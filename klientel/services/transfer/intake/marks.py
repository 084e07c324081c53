"""How a text of another format than CSV is encoded, as far as its first bytes tell it."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

HEAD: Final = 4096
UTF_8: Final = codecs.BOM_UTF8
_LITTLE: Final = (codecs.BOM_UTF16_LE, "utf-16-le")
_BIG: Final = (codecs.BOM_UTF16_BE, "utf-16-be")


def utf_16_of(head: bytes) -> str:
    """The codec; empty for what has a byte a letter. The formats read here begin in ASCII."""
    for bom, name in (_LITTLE, _BIG):
        if head.startswith(bom):
            return "utf-16"
        first = head[:2]
        if len(first) == 2 and first[0 if name == "utf-16-be" else 1] == 0 and any(first):
            return name
    return ""


def beginning(file: BinaryIO) -> str:
    """The first signs of a file, for whoever has to recognise it."""
    head = file.read(HEAD)
    if codec := utf_16_of(head):
        return head.decode(codec, "ignore").lstrip("\ufeff \t\r\n")
    return head.removeprefix(UTF_8).decode("latin-1").lstrip(" \t\r\n")


@contextmanager
def opened(file: BinaryIO, codec: str, errors: str = "strict") -> Iterator[io.TextIOWrapper]:
    """From the beginning, each kind of line end as one; the file stays open afterwards."""
    file.seek(0)
    stream = io.TextIOWrapper(file, encoding=codec, errors=errors)
    try:
        yield stream
    finally:
        stream.detach()
