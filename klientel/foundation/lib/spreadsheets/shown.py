"""What an ODS file shows in cells, where their values do not tell: zeros in front, long times."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from .marks import Attributes, Mark, Row, local_name, new_parser, parsed

CONTENT: Final = "content.xml"
REPEATED_MAX: Final = 1 << 20
_ZEROS: Final = re.compile(r"\D{0,4}0\d+")
_DAY: Final = 24


def of_sheet(file: zipfile.ZipFile, name: str) -> Iterator[Row]:
    parser = new_parser()
    scan = _Scan(name, parser)
    parser.StartElementHandler, parser.EndElementHandler = scan.begun, scan.ended
    for _block in parsed(file, CONTENT, parser):
        for first, count, marks in scan.done:
            yield from ((first + n, marks) for n in range(count))
        scan.done.clear()


@dataclass
class _Scan:
    """The elements of the content as they come; cells and rows may stand for many."""

    name: str
    parser: Any
    done: list[tuple[int, int, dict[int, Mark]]] = field(default_factory=list)
    is_here: bool = False
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 1
    kind: str = ""
    said: list[str] = field(default_factory=list)
    marks: dict[int, Mark] = field(default_factory=dict)

    def begun(self, name: str, found: Attributes) -> None:
        local = local_name(name)
        if local == "table":
            self.is_here = _of(found, "name") == self.name
            self.row = 0
        elif not self.is_here:
            return
        elif local == "table-row":
            self.rows, self.column, self.marks = _count(found, "number-rows-repeated"), 0, {}
        elif local in ("table-cell", "covered-table-cell"):
            self.columns, self.kind = _count(found, "number-columns-repeated"), _kind(found)
        elif local == "p" and self.kind:
            self.parser.CharacterDataHandler = self.said.append

    def ended(self, name: str) -> None:
        local = local_name(name)
        if local == "table":
            self.is_here = False
        elif not self.is_here:
            return
        elif local == "p":
            self.parser.CharacterDataHandler = None
        elif local in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif local == "table-row":
            if self.marks:
                self.done.append((self.row, self.rows, self.marks))
            self.row += self.rows

    def _end_cell(self) -> None:
        shown = "".join(self.said).strip()
        if self.kind == "time" or (self.kind and _ZEROS.fullmatch(shown)):
            for column in range(self.column, self.column + min(self.columns, 2_000)):
                self.marks[column] = Mark(shown=shown)
        self.said.clear()
        self.column += self.columns


def _kind(found: Attributes) -> str:
    """Only of cells whose value may say less than they show."""
    kind = _of(found, "value-type")
    hours = re.match(r"PT(\d{1,9})H", _of(found, "time-value"))
    if kind == "time":
        return kind if hours and int(hours[1]) >= _DAY else ""
    return kind if kind == "float" else ""


def _of(found: Attributes, name: str) -> str:
    return next((value for key, value in found.items() if local_name(key) == name), "")


def _count(found: Attributes, name: str) -> int:
    told = _of(found, name)
    return min(int(told), REPEATED_MAX) if told.isdecimal() and len(told) < 10 else 1
