"""The process that reads: its bounds first, then the file."""

from __future__ import annotations

import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, pairwise
from pathlib import Path
from typing import Final
from xml.parsers import expat

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from . import MEMORY, ROW, SECONDS, WIDTH, Exit, cells, marks, shown

TITLES = 5  # lines of one cell that may stand above a header
END: Final[marks.Row] = (1 << 32, {})  # below every sheet


def main(path: Path) -> Exit:
    _bound()
    try:
        with CalamineWorkbook.from_path(path) as book:
            return _written(book, path)
    except PasswordError:
        return Exit.LOCKED
    except MemoryError:
        return Exit.LARGE
    except (CalamineError, zipfile.BadZipFile, expat.ExpatError, OSError, ValueError):
        return Exit.DAMAGED


def _bound() -> None:
    """Not every system lets itself be told."""
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _written(book: CalamineWorkbook, path: Path) -> Exit:
    names = [
        about.name
        for about in book.sheets_metadata
        if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet
    ]
    for place, name in enumerate(names):
        sheet = book.get_sheet_by_name(name)
        if sheet.width > WIDTH:
            return Exit.WIDE
        if (header := _header(sheet)) is not None:
            _say({"sheet": name})
            for row in _rows(sheet, header, path):
                _say(row)
            del sheet
            others = [other for other in names[place + 1 :] if _is_table(book, other)]
            _say({"others": others})
            return Exit.DONE
    return Exit.EMPTY


def _is_table(book: CalamineWorkbook, name: str) -> bool:
    return _header(book.get_sheet_by_name(name)) is not None


def _header(sheet: CalamineSheet) -> int | None:
    """Which row it is, if any row is below it.

    A title of one cell may stand above: then the header is wide, or an empty row lies between.
    """
    filled = ((number, _filled(row)) for number, row in enumerate(sheet.iter_rows()))
    found = list(islice(((number, row) for number, row in filled if row), TITLES + 2))
    if len(found) < 2:
        return None
    for (above, title), (number, row) in pairwise(found[:-1]):
        if len(title) > 1:
            break
        is_header = len(row) > 2 or (len(row) > 1 and number > above + 1)
        if is_header and all(isinstance(cell, str) for cell in row):
            return number
    return found[0][0]


def _filled(row: list[cells.Value]) -> list[cells.Value]:
    return [cell for cell in row if not isinstance(cell, str) or cell.strip()]


def _rows(sheet: CalamineSheet, header: int, path: Path) -> Iterator[list[str]]:
    """From the first line of the sheet on, so that each row keeps its number."""
    left = sheet.start[1] if sheet.start else 0
    marked = _marked(sheet.name, path)
    number, found = next(marked, END)
    for place, row in enumerate(sheet.iter_rows()):
        texts = [cells.text(cell) for cell in row] if place >= header else []
        while number < place:
            number, found = next(marked, END)
        if number == place:
            for n in {column - left for column in found} & set(range(len(texts))):
                texts[n] = found[n + left].apply(row[n], texts[n])
        if place == header:
            texts = [text or f"({n})" for n, text in enumerate(texts, left + 1)]
        if sum(map(len, texts)) > ROW:
            raise MemoryError
        yield texts


def _marked(name: str, path: Path) -> Iterator[marks.Row]:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as file:
        if "xl/workbook.xml" in file.namelist():
            yield from marks.of_sheet(file, name)
        elif shown.CONTENT in file.namelist():
            yield from shown.of_sheet(file, name)


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
