"""What an XLSX file says of cells beside their values: errors, and zeros that only a format writes.

A postal code 01067 is often kept as the number 1067 with the format `00000`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from xml.parsers import expat

from .cells import Value

BLOCK: Final = 1 << 16
_ERROR: Final = re.compile(rb"""\st=["']e["']""")
_ZEROS: Final = re.compile(r'(?:"(?P<prefix>[^"]*)")?(?P<zeros>0{2,})(?:;.*)?')
_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d+)")
Attributes = dict[str, str]
Begun = Callable[[str, Attributes], None]
Ended = Callable[[str], object]


@dataclass(frozen=True)
class Mark:
    shown: str = ""  # instead of the value
    prefix: str = ""
    digits: int = 0

    def apply(self, value: Value, text: str) -> str:
        if self.shown:
            return self.shown
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return self.prefix + text.zfill(self.digits) if is_number and text.isdigit() else text


Row = tuple[int, dict[int, Mark]]  # both count from 0


def of_sheet(file: zipfile.ZipFile, name: str) -> Iterator[Row]:
    """Rows with marks, in order. Most sheets have none, which is quick to see."""
    path = _paths(file).get(name, "")
    if path not in file.namelist():
        return
    zeros = _zeros(file) if "xl/styles.xml" in file.namelist() else {}
    if zeros or _has_errors(file, path):
        yield from _scanned(file, path, zeros)


def _paths(file: zipfile.ZipFile) -> dict[str, str]:
    """Where the XML of each sheet is."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(name: str, found: Attributes) -> None:
        if name == "sheet":
            key = next((value for key, value in found.items() if key.endswith(" id")), "")
            sheets.append((found.get("name", ""), key))

    def relation(name: str, found: Attributes) -> None:
        if name == "Relationship":
            targets[found.get("Id", "")] = found.get("Target", "")

    _read(file, "xl/workbook.xml", sheet)
    _read(file, "xl/_rels/workbook.xml.rels", relation)
    return {name: _absolute(targets.get(key, "")) for name, key in sheets}


def _absolute(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _zeros(file: zipfile.ZipFile) -> dict[str, Mark]:
    """Style of a cell → the zeros it writes."""
    codes: dict[str, str] = {}
    found: dict[str, Mark] = {}
    place: list[str] = []  # of the elements that are open
    count = 0

    def begun(name: str, attributes: Attributes) -> None:
        nonlocal count
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and place[-1:] == ["cellXfs"]:
            match = _ZEROS.fullmatch(codes.get(attributes.get("numFmtId", ""), ""))
            if match:
                prefix, zeros = match["prefix"] or "", match["zeros"]
                found[str(count)] = Mark(prefix=prefix, digits=len(zeros))
            count += 1
        place.append(name)

    _read(file, "xl/styles.xml", begun, ended=lambda _name: place.pop())
    return found


def _has_errors(file: zipfile.ZipFile, path: str) -> bool:
    rest = b""
    with file.open(path) as sheet:
        while block := sheet.read(BLOCK):
            if _ERROR.search(rest + block):
                return True
            rest = block[-8:]
    return False


@dataclass
class _Scan:
    """The elements of a sheet as they begin; a row is done when the next one does."""

    zeros: Mapping[str, Mark]
    parser: Any
    done: list[Row] = field(default_factory=list)
    row: int = -1
    column: int = -1
    place: str = ""  # of the cell, where it says so; most are never asked
    marks: dict[int, Mark] = field(default_factory=dict)
    is_error: bool = False
    said: list[str] = field(default_factory=list)

    def begun(self, name: str, found: Attributes) -> None:
        local = local_name(name)
        if local == "c":
            self._end_cell()
            self._cell(found)
        elif local == "v" and self.is_error:
            self.parser.CharacterDataHandler = self.said.append
        elif local == "row":
            self.end_row()
            number = found.get("r", "")
            self.row = int(number) - 1 if number.isdigit() else self.row + 1
            self.column, self.place = -1, ""

    def _cell(self, found: Attributes) -> None:
        if "r" in found:
            self.place = found["r"]
        else:
            self.column, self.place = self._column() + 1, ""
        kind = found.get("t", "n")
        self.is_error = kind == "e"
        if kind == "n" and (mark := self.zeros.get(found.get("s", ""))):
            self.marks[self._column()] = mark

    def _column(self) -> int:
        place = _PLACE.fullmatch(self.place)
        return _column(place[1]) if place else self.column

    def _end_cell(self) -> None:
        if self.is_error:
            self.parser.CharacterDataHandler = None
            self.marks[self._column()] = Mark(shown="".join(self.said)[:40].strip())
            self.is_error = False
            self.said.clear()

    def end_row(self) -> None:
        self._end_cell()
        if self.marks:
            self.done.append((self.row, self.marks))
            self.marks = {}


def _scanned(file: zipfile.ZipFile, path: str, zeros: Mapping[str, Mark]) -> Iterator[Row]:
    parser = new_parser()
    scan = _Scan(zeros, parser)
    parser.StartElementHandler = scan.begun
    for _block in parsed(file, path, parser):
        yield from scan.done
        scan.done.clear()
    scan.end_row()
    yield from scan.done


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _read(file: zipfile.ZipFile, path: str, begun: Begun, *, ended: Ended = lambda _: None) -> None:
    parser = new_parser()
    parser.StartElementHandler = lambda name, found: begun(local_name(name), found)
    parser.EndElementHandler = lambda name: ended(local_name(name))
    for _block in parsed(file, path, parser):
        pass


def parsed(file: zipfile.ZipFile, path: str, parser: Any) -> Iterator[int]:
    """The bytes of each block that the parser has been through."""
    with file.open(path) as part:
        while block := part.read(BLOCK):
            parser.Parse(block)
            yield len(block)


def new_parser() -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_doctype: object) -> None:
    """Spreadsheets have none; files that grow while they are read do."""
    raise expat.ExpatError("a document type")


@lru_cache(256)
def local_name(name: str) -> str:
    return name.rpartition(" ")[2]
