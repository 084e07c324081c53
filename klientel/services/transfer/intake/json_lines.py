"""JSON as a table: each object a row. What is within an object has columns of its own, named by the
way that leads there: `address.city`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _

from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.parsing import COLUMNS_MAX

from . import marks
from .formats import Format, Table
from .json_objects import objects

DEPTH_MAX: Final = 8
_BEGIN: Final = re.compile(r"\{\s*[\"}]|\[\s*(?:[{\]]|$)")
_REACHED: Final = re.compile(r"[^\s@]+@[^\s@]+|\+?[\d /().-]{6,}")  # one e-mail address, one number
Cells = dict[str, str]


def recognises(file: BinaryIO) -> bool:
    return _BEGIN.match(marks.beginning(file)) is not None


def table(file: BinaryIO) -> Iterator[Sequence[str]]:
    """Read twice: the columns are those of all objects, in order of appearance."""
    titles: dict[str, None] = {}
    for cells in _rows(file):
        titles.update(dict.fromkeys(cells))
        _refuse_width(titles)
    if not titles:
        raise Unreadable(_("The file has no object that says anything."))
    yield list(titles)
    for cells in _rows(file):
        yield [cells.get(title, "") for title in titles]


def _rows(file: BinaryIO) -> Iterator[Cells]:
    """A line that is no object has a column for its text, and no other."""
    unreadable = _("Line that cannot be read")
    for found in objects(file):
        row = _Row()
        if found.broken:
            row.put(unreadable, found.broken)
        for name, value in found.members.items():
            row.add(_named(name), value, DEPTH_MAX)
        yield row.cells


def _named(name: str) -> str:
    return name.strip() or "?"


class _Row:
    def __init__(self) -> None:
        self.cells: Cells = {}

    def add(self, way: str, value: Any, depth: int) -> None:
        """As deep as that; what lies deeper is one text."""
        if isinstance(value, dict) and value and depth:
            for name, inner in value.items():
                self.add(f"{way}.{_named(name)}", inner, depth - 1)
        elif isinstance(value, list) and value and depth:
            self._add_list(way, value, depth - 1)
        else:
            self.put(way, _text(value))

    def _add_list(self, way: str, values: list[Any], depth: int) -> None:
        """Words in one cell; what somebody can be reached by, each in its own."""
        if any(isinstance(value, dict | list) for value in values):
            for place, value in enumerate(values, 1):
                self.add(f"{way}.{place}", value, depth)
            return
        texts = [_text(value) for value in values]
        if any(_REACHED.fullmatch(text.strip()) or ";" in text or "\n" in text for text in texts):
            for place, text in enumerate(texts, 1):
                self.put(way if place == 1 else f"{way} {place}", text)
        else:
            self.put(way, "; ".join(filter(None, texts)))

    def put(self, way: str, text: str) -> None:
        """`a.b` may be a name too."""
        title, count = way, 1
        while title in self.cells:
            count += 1
            title = f"{way} ({count})"
        self.cells[title] = text
        _refuse_width(self.cells)


def _refuse_width(titles: Cells | dict[str, None]) -> None:
    if len(titles) > COLUMNS_MAX:
        sentence = _("The objects of the file have more than %(most)s different properties.")
        raise Unreadable(sentence % {"most": COLUMNS_MAX})


def _text(value: Any) -> str:
    """Numbers have come as they are written."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


FORMAT: Final = Format(
    key="json",
    recognises=recognises,
    read=lambda file: Table(table(file)),
    title="JSON",
    endings=(".json", ".jsonl", ".ndjson"),
    has_header=False,
)
