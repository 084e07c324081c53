"""Spreadsheets and zip files made for a test, and what is read of them."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter

from klientel.services.transfer import intake, parsing


def xlsx(*sheets: Callable[[Any, Any], None]) -> bytes:
    """Each fills a sheet of the book; it is called by its place."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for number, fill in enumerate(sheets, 1):
            fill(book, book.add_worksheet(f"Blatt {number}"))
    return made.getvalue()


def rows(*found: list[Any]) -> Callable[[Any, Any], None]:
    def fill(_book: Any, sheet: Any) -> None:
        for number, cells in enumerate(found):
            sheet.write_row(number, 0, cells)

    return fill


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one of its parts made worse."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            found = old.read(name)
            new.writestr(name, change(found) if re.fullmatch(part, name) else found)
    return made.getvalue()


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as new:
        for name, content in files.items():
            new.writestr(name, content)
    return made.getvalue()


def read(content: bytes) -> tuple[parsing.Layout, list[parsing.Line]]:
    with intake.taken(io.BytesIO(content)) as found:
        return found.layout, list(parsing.lines(found.file, found.layout))


def table(content: bytes) -> list[tuple[int, list[str]]]:
    """Number and cells of each row that is read."""
    return [(line.row, list(line.cells)) for line in read(content)[1]]
