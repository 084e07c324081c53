"""Which encoding a file is in: known for sure, or refused with a sentence."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

BLOCK: Final = 1 << 20
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZIPPED: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_OTHERS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_STRAY: Final = re.compile("[\udc80-\udcff]")
_FOREIGN: Final = re.compile("[^\x00-\x7f\udc80-\udcff]")


class Unreadable(ValueError):
    """A file nothing can be read from; the message is a sentence for its owner."""


def encoding_of(file: BinaryIO) -> str:
    """Byte order mark, then the pattern of UTF-16, then strict UTF-8, then Windows-1252."""
    file.seek(0)
    head = file.read(1 << 16)
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise Unreadable(_("The file is empty."))
    _refuse_other_formats(head)
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), "")
    encoding = marked or _utf16_by_pattern(head)
    if encoding:
        _read_through(file, encoding)
    else:
        encoding = _eight_bit(file)
    _refuse_binary(head, encoding)
    return encoding


def _refuse_other_formats(head: bytes) -> None:
    if head.startswith((_ZIPPED, _OLD_OFFICE)):
        raise Unreadable(
            _("This is an Excel or zip file. Save the table as CSV and choose that file.")
        )
    if head.startswith(_OTHERS):
        raise Unreadable(_("This is not a text file. Save the table as CSV and choose that file."))


def _utf16_by_pattern(head: bytes) -> str:
    """Western text in UTF-16 has a zero in every second byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2 or 1
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _read_through(file: BinaryIO, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(file):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Unreadable(_damaged(encoding)) from error


def _damaged(encoding: str) -> str:
    return _(
        "The file begins as %(encoding)s and is damaged further on. "
        "Save it again as CSV in UTF-8 and choose that file."
    ) % {"encoding": encoding.upper()[:6].rstrip("-")}


def _eight_bit(file: BinaryIO) -> str:
    """UTF-8 but for a few bytes is damaged: in another reading every ü would be lost."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    stray = foreign = 0
    for block in _blocks(file):
        text = decoder.decode(block)
        if not text.isascii():
            stray += len(_STRAY.findall(text))
            foreign += len(_FOREIGN.findall(text))
    stray += len(decoder.decode(b"", final=True))
    if not stray:
        return "utf-8"
    if foreign > stray:
        raise Unreadable(_damaged("utf-8"))
    try:
        _read_through(file, "cp1252")
    except Unreadable as error:
        raise Unreadable(
            _("The file is neither UTF-8 nor Windows-1252. Save it as CSV in UTF-8.")
        ) from error
    return "cp1252"


def _refuse_binary(head: bytes, encoding: str) -> None:
    text = head.decode(encoding, "ignore")
    if len(_CONTROLS.findall(text)) > len(text) * 0.05:
        raise Unreadable(_("This is not a text file. Save the table as CSV and choose that file."))


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block
