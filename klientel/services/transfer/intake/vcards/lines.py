"""The lines of a vCard file as they were before they were folded. Pictures are only counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.intake import marks

PIECE: Final = 1 << 16
HEAD_MAX: Final = 4_000  # of what stands before the value
HEADS: Final = 1_000  # kept at hand: cards begin their lines alike
LINE_MAX: Final = 900_000  # bytes, so that no cell is longer than one of a CSV file may be
BINARY_KEPT: Final = 2_000  # of a picture; enough for an address that leads to one
FULL: Final = range(72, 77)  # a line this long was folded where it was full, else between words
BINARY: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_TEXTS: Final = frozenset({"N", "FN", "NOTE", "ORG", "ADR", "LABEL", "TITLE", "ROLE", "NICKNAME"})
_BASE64: Final = re.compile(r"[;=](?:BASE64|B)(?=[;,]|$)")
_CUSTOM: Final = re.compile(r";X-CUSTOM\([^)]*\)")  # a label by Android, with parameters of its own
_BASE64_LINE: Final = re.compile(rb"[A-Za-z0-9+/]+={0,2}")


@lru_cache(HEADS)
def _known(head: bytes) -> tuple[str, bool, bool]:
    """What a line begins with: its name, and how the value is encoded."""
    words = _CUSTOM.sub("", head.decode("latin-1").upper())
    name, _sign, parameters = words.partition(";")
    is_base64 = _BASE64.search(f";{parameters}") is not None
    return name.rpartition(".")[2].strip(), "QUOTED-PRINTABLE" in parameters, is_base64


class Line:
    """One line while it grows."""

    def __init__(self, number: int, begin: bytes) -> None:
        self.number = number
        self.content = bytearray(begin)
        self.left_out = 0  # bytes of a picture
        self.last = len(begin)  # of the piece added last
        self.name = ""
        self.is_quoted = self.is_base64 = self.is_binary = self._is_known = False
        self._learn()

    def add(self, piece: bytes) -> None:
        self.last = len(piece)
        room = self.room - len(self.content)
        if room < len(piece) and not self.is_binary:
            sentence = _("Line %(line)s is longer than a card may have.")
            raise Unreadable(sentence % {"line": self.number})
        self.content += piece[: max(room, 0)]
        self.left_out += max(len(piece) - max(room, 0), 0)
        if not self._is_known:
            self._learn()

    @property
    def room(self) -> int:
        return BINARY_KEPT if self.is_binary else LINE_MAX

    @property
    def size(self) -> int:
        return len(self.content) + self.left_out

    @property
    def awaits_more(self) -> bool:
        """A soft line break of quoted-printable."""
        return self.is_quoted and self.content.endswith(b"=")

    def _learn(self) -> None:
        head, colon, _value = self.content.partition(b":")
        self._is_known = bool(colon)
        self.name, self.is_quoted, self.is_base64 = _known(bytes(head[:HEAD_MAX]))
        self.is_binary = self.name in BINARY or (self.is_base64 and self.name not in _TEXTS)
        if self.is_binary and len(self.content) > BINARY_KEPT:
            self.left_out += len(self.content) - BINARY_KEPT
            del self.content[BINARY_KEPT:]


def lines(file: BinaryIO) -> Iterator[Line]:
    """Unfolded, as bytes: a writer may fold within a letter, and letters differ by property."""
    held: Line | None = None
    is_2_1 = False
    for number, piece, is_rest in _pieces(file):
        if held is not None and (is_rest or _continues(held, piece)):
            held.add(piece if is_rest else _unfolded(held, piece, is_2_1=is_2_1))
            continue
        if held is not None:
            yield held
        held = Line(number, piece)
        if held.name == "VERSION":
            is_2_1 = b"2.1" in piece
    if held is not None:
        yield held


def _continues(held: Line, piece: bytes) -> bool:
    if piece[:1] in {b" ", b"\t"}:
        return True
    if held.awaits_more:
        return not piece.upper().startswith((b"END:VCARD", b"BEGIN:VCARD"))
    return held.is_base64 and _BASE64_LINE.fullmatch(piece) is not None


def _unfolded(held: Line, piece: bytes, *, is_2_1: bool) -> bytes:
    if held.awaits_more:
        del held.content[-1]
        return piece
    if held.is_binary:
        return piece.strip()
    if is_2_1 and held.last not in FULL:
        return piece  # the blank was there before
    return piece[1:] if piece[:1] in {b" ", b"\t"} else piece


def _pieces(file: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Line number, what stands there, and whether it goes on what the last piece began."""
    file.seek(0)
    head = file.read(marks.HEAD)
    codec = marks.utf_16_of(head)
    target = "utf-8" if codec else "latin-1"
    number, is_rest = 1, False
    with marks.opened(file, codec or "latin-1") as stream:
        try:
            while text := stream.readline(PIECE):
                piece = text.rstrip("\n").encode(target, "replace")
                if number == 1 and not is_rest:
                    piece = piece.removeprefix(marks.UTF_8)
                yield number, piece, is_rest
                is_rest = not text.endswith("\n")
                number += not is_rest
        except UnicodeDecodeError as error:
            raise Unreadable(
                _("The file is damaged in line %(line)s.") % {"line": number}
            ) from error
