"""Rows out into files, streamed: CSV, XLSX, JSON and JSON Lines. Knows formats, not domains."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import IO, Any, Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from .guard import guard

Value = str | bool | datetime | None
Record = Mapping[str, Any]
FLUSH: Final = 64 * 1024
SHEET_ROWS: Final = 1_048_575  # below the heading
CELL_SIGNS: Final = 32_767  # of UTF-16: a sign beyond the first plane counts as two
CUT: Final = " […]"
ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)  # in XLSX files, so that equal ones are the same
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonl": "application/jsonl",
}


@dataclass(frozen=True)
class Dialect:
    """What spreadsheets of a language open without asking."""

    delimiter: str = ","
    has_bom: bool = False
    yes: str = "true"
    no: str = "false"


PLAIN = Dialect()


def csv_chunks(
    titles: Sequence[str], rows: Iterable[Sequence[Value]], dialect: Dialect = PLAIN
) -> Iterator[bytes]:
    """Times are written as days, formulas are disarmed (`guard`)."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=dialect.delimiter, lineterminator="\r\n")
    buffer.write("\ufeff" if dialect.has_bom else "")
    writer.writerow([guard(title) for title in titles])
    for row in rows:
        writer.writerow([guard(_text(value, dialect)) for value in row])
        if buffer.tell() > FLUSH:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _text(value: Value, dialect: Dialect) -> str:
    if isinstance(value, bool):
        return dialect.yes if value else dialect.no
    if isinstance(value, datetime):
        return timezone.localtime(value).date().isoformat()
    return value or ""


def write_xlsx(
    file: IO[bytes], titles: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str
) -> None:
    """Typed cells, so nothing is taken for a formula or a number; a full sheet opens the next.

    A text that is longer than a cell of the format may be is cut there, and stands whole, in parts,
    on a last sheet.
    """
    long: list[tuple[str, str, str]] = []  # sheet, cell, text
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": ALWAYS})
        place, count = SHEET_ROWS, 0
        sheet: Any = None
        for row in rows:
            if place == SHEET_ROWS:
                count += 1
                sheet = _sheet(book, f"{name[:25]} {count}" if count > 1 else name, titles)
                place = 0
            place += 1
            for column, value in enumerate(row):
                if isinstance(value, str) and _is_long(value):
                    cell = xl_rowcol_to_cell(place, column)
                    long.append((sheet.get_name(), cell, value))
                _write_cell(sheet, (place, column), value)
        if sheet is None:
            _sheet(book, name, titles)
        if long:
            _write_long(book, long)


def _is_long(text: str) -> bool:
    return len(text) > CELL_SIGNS // 2 and len(text.encode("utf-16-le")) // 2 > CELL_SIGNS


def _cut(text: str) -> str:
    return _pieces(text, CELL_SIGNS - len(CUT))[0] + CUT


def _pieces(text: str, most: int) -> list[str]:
    """Cut between signs, never within one."""
    pieces, begin, units = [], 0, 0
    for place, sign in enumerate(text):
        units += 2 if sign > "\uffff" else 1
        if units > most:
            pieces.append(text[begin:place])
            begin, units = place, 2 if sign > "\uffff" else 1
    return [*pieces, text[begin:]]


def _write_long(book: Any, found: Sequence[tuple[str, str, str]]) -> None:
    titles = [_("Sheet"), _("Cell"), _("Part"), _("Text")]
    sheet = _sheet(book, _("Long texts"), titles)
    parts = (
        (name, cell, str(part), piece)
        for name, cell, text in found
        for part, piece in enumerate(_pieces(text, CELL_SIGNS), 1)
    )
    for row, values in enumerate(parts, 1):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value)


def _sheet(book: Any, name: str, titles: Sequence[str]) -> Any:
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(titles) - 1, 0), 20)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    return sheet


def _write_cell(sheet: Any, place: tuple[int, int], value: Value) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, timezone.localtime(value).replace(tzinfo=None))
    elif value:
        sheet.write_string(*place, _cut(value) if _is_long(value) else value)


def json_chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """One array, an object a line, so that two exports can be compared line by line."""
    yield b"["
    separator = b"\n"
    for record in records:
        yield separator + _line(record)
        separator = b",\n"
    yield b"\n]\n"


def jsonl_chunks(records: Iterable[Record]) -> Iterator[bytes]:
    for record in records:
        yield _line(record) + b"\n"


def _line(record: Record) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()
