"""Which encoding a file is in: known for sure, or refused with a sentence.

A file put together from two programs may hold both UTF-8 and Windows-1252. It is read as UTF-8,
each byte that does not belong there as a surrogate; `mended` turns it into the sign it stands for.
"""

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
_OTHERS: Final = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
MIXED: Final = "utf-8+cp1252"
_STRAY: Final = re.compile("[\udc80-\udcff]")
_UNDEFINED: Final = re.compile("[\udc81\udc8d\udc8f\udc90\udc9d]")
_FOREIGN: Final = re.compile("[^\x00-\x7f\udc80-\udcff]")
# `ß“` of Windows-1252 is also a sign of N’Ko in UTF-8, `É»` one of phonetics. Alone among strays, a
# sign of two bytes that is neither Latin, Greek nor Cyrillic is two signs of Windows-1252.
_UNLIKELY: Final = re.compile(
    "(?<![^\x00-\x7f\udc80-\udcff])[\u0250-\u036f\u0530-\u07ff](?![^\x00-\x7f\udc80-\udcff])"
)


class Unreadable(ValueError):
    """A file nothing can be read from; the message is a sentence for its owner."""


def encoding_of(file: BinaryIO) -> str:
    """Byte order mark, then the pattern of UTF-16, then UTF-8, Windows-1252, or both in one."""
    file.seek(0)
    head = file.read(1 << 16)
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise Unreadable(_("The file is empty."))
    _refuse_other_formats(head)
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), "")
    encoding = marked or _utf16_by_pattern(head)
    if encoding.startswith("utf-16"):
        _read_through(file, encoding)
    else:
        encoding = _eight_bit(file, encoding)
    _refuse_binary(head, encoding)
    return encoding


def codec(encoding: str) -> tuple[str, str]:
    """How to open the file: the codec, and what becomes of bytes it does not know."""
    return ("utf-8-sig", "surrogateescape") if encoding == MIXED else (encoding, "strict")


def is_mixed(text: str) -> bool:
    """Whether bytes of Windows-1252 stand in it."""
    return not text.isascii() and _STRAY.search(text) is not None


def mended(text: str) -> str:
    """Each stray byte becomes the sign it is in Windows-1252."""
    likely = _UNLIKELY.sub(lambda found: _as_windows(found[0]), text)
    return _STRAY.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252"), likely)


def _as_windows(sign: str) -> str:
    try:
        return sign.encode().decode("cp1252")
    except UnicodeDecodeError:
        return sign


def _refuse_other_formats(head: bytes) -> None:
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


def _eight_bit(file: BinaryIO, marked: str) -> str:
    """Without a sequence of UTF-8 every stray byte is Windows-1252; beside some, each by itself."""
    is_stray = is_foreign = False
    for text in _leniently(file):
        if is_mixed(text):
            is_stray = True
            if _UNDEFINED.search(text):
                raise Unreadable(
                    _("The file is neither UTF-8 nor Windows-1252. Save it as CSV in UTF-8.")
                )
        is_foreign = is_foreign or _is_foreign(text)
    if not is_stray:
        return marked or "utf-8"
    return MIXED if is_foreign or marked else "cp1252"


def _is_foreign(text: str) -> bool:
    """Whether it has a sign of UTF-8 whose bytes make no good sense in Windows-1252."""
    rest = _UNLIKELY.sub(lambda found: "" if _as_windows(found[0]) != found[0] else found[0], text)
    return _FOREIGN.search(rest) is not None


def _leniently(file: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for block in _blocks(file):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _refuse_binary(head: bytes, encoding: str) -> None:
    text = head.decode(codec(encoding)[0], "ignore")
    if len(_CONTROLS.findall(text)) > len(text) * 0.05:
        raise Unreadable(_("This is not a text file. Save the table as CSV and choose that file."))


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block
