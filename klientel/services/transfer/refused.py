"""The refused rows of a run as a file of the same columns, with the reason before them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from . import parsing, queries
from .guard import guard
from .importers import OWN_COLUMNS
from .models import Run

BOM = "\ufeff"


def chunks(run: Run) -> Iterator[str]:
    """To be imported as it is once the cells are right: the columns in front are passed over."""
    reasons = {row.row: _reason(row.errors) for row in run.shown.filter(outcome="refused")}
    return _written(run, reasons)


def _written(run: Run, reasons: Mapping[int, str]) -> Iterator[str]:
    layout = parsing.Layout(**run.layout)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=layout.delimiter)
    buffer.write(BOM)
    places = [n for n, title in enumerate(layout.titles) if title not in OWN_COLUMNS]
    writer.writerow([*OWN_COLUMNS, *(layout.titles[n] for n in places)])
    with run.file.open("rb") as file:
        for line in parsing.lines(file.file, layout):
            if line.row in reasons:
                cells = [guard(line.cells[n]) for n in places if n < len(line.cells)]
                writer.writerow([line.row, reasons[line.row], *cells])
            if buffer.tell() > 1 << 16:
                yield _taken(buffer)
    yield _taken(buffer)


def _reason(errors: list[list[Any]]) -> str:
    """In the language of who fetches the file."""
    found = queries.said(errors)
    return "; ".join(f"{column}: {why}" if column else why for column, _value, why in found)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
