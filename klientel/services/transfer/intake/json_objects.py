"""The objects of a JSON file, one after the other; only the one at hand is held in memory."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import Any, BinaryIO, Final, NoReturn

from django.utils.translation import gettext as _

from klientel.services.transfer.encodings import Unreadable

from . import marks

OBJECT_MAX: Final = 1_800_000  # signs
BLOCK: Final = 1 << 16
_BETWEEN: Final = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class Found:
    """An object, or the text of a line that is none."""

    members: dict[str, Any] = field(default_factory=dict)
    broken: str = ""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice keeps both values."""
    found: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for name, value in pairs:
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = value
    return found


# numbers stay as they are written: no digit is rounded away
_DECODER: Final = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_once, strict=False
)


def objects(file: BinaryIO) -> Iterator[Found]:
    """An object a line, empty lines as empty ones; else objects in a row, or one list of them."""
    file.seek(0)
    codec = marks.utf_16_of(file.read(marks.HEAD)) or "utf-8-sig"
    try:
        with marks.opened(file, codec) as stream:
            is_by_line = _is_by_line(stream)
        with marks.opened(file, codec) as stream:
            yield from _by_line(stream) if is_by_line else _Stream(stream).objects()
    except UnicodeDecodeError as error:
        raise Unreadable(_("JSON has to be in UTF-8, and this file is not.")) from error


def _is_by_line(stream: TextIOWrapper) -> bool:
    first = ""
    while not first.strip() and (line := stream.readline(OBJECT_MAX)):
        first = line
    return bool(_read(first).members)


def _read(line: str) -> Found:
    try:
        value = _DECODER.decode(line)
    except (ValueError, RecursionError):
        return Found(broken=line.strip())
    return Found(value) if isinstance(value, dict) else Found(broken=line.strip())


def _by_line(stream: TextIOWrapper) -> Iterator[Found]:
    number = 0
    while line := stream.readline(OBJECT_MAX):
        number += 1
        if len(line) == OBJECT_MAX:
            raise Unreadable(_("Row %(row)s is longer than can be read.") % {"row": number})
        yield _read(line) if line.strip() else Found()


class _Stream:
    def __init__(self, stream: TextIOWrapper) -> None:
        self._stream = stream
        self._held = ""
        self._place = 0  # of the next sign
        self._number = 0

    def objects(self) -> Iterator[Found]:
        is_list = self._next() == "["
        self._place += is_list
        while (sign := self._next()) not in {"", "]"}:
            self._number += 1
            yield Found(self._object() if sign == "{" else self._refuse())
        if is_list:
            self._refuse_end(sign)

    def _refuse_end(self, sign: str) -> None:
        """A list that is cut off has lost what came behind, one that goes on is not one list."""
        self._number += 1
        self._place += 1
        if sign != "]" or self._next():
            self._refuse()

    def _next(self) -> str:
        """The next sign that says something, at which `_place` then is; empty at the end."""
        while True:
            match = _BETWEEN.match(self._held, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._held):
                return self._held[self._place]
            if not self._more():
                return ""

    def _more(self) -> bool:
        self._held = self._held[self._place :]
        self._place = 0
        piece = self._stream.read(max(BLOCK, len(self._held)))
        self._held += piece
        return bool(piece)

    def _object(self) -> dict[str, Any]:
        while True:
            try:
                value, self._place = _DECODER.raw_decode(self._held, self._place)
            except RecursionError:
                self._refuse()
            except ValueError:
                if len(self._held) - self._place > OBJECT_MAX or not self._more():
                    self._refuse()
            else:
                found: dict[str, Any] = value
                return found

    def _refuse(self) -> NoReturn:
        sentence = _("Object %(number)s of the file cannot be read as JSON.")
        raise Unreadable(sentence % {"number": self._number})
