"""The one form every format is brought into: a CSV file in UTF-8 the engine reads by position.

A row stands where it stood in the original, so that its number is the one its owner knows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from klientel.services.transfer import parsing
from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.guard import guard

from .formats import Rows

ENCODING: Final = "utf-8"
DELIMITER: Final = ";"
SIZE_MAX: Final = 4 * parsing.FILE_MAX
FLUSH: Final = 1 << 16


def write(file: BinaryIO, rows: Rows, *, begin: int = 1) -> None:
    """`begin`: the number of the first row. Rows as wide as the first one that says something."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=DELIMITER, lineterminator="\r\n")
    size = width = 0
    for number, row in enumerate(rows, begin):
        cells = _fitting(row, width, number)
        width = width or len(cells)
        writer.writerow(cells)
        if buffer.tell() > FLUSH:
            size += file.write(_taken(buffer))
            _refuse_size(size)
    _refuse_size(size + file.write(_taken(buffer)))


def _fitting(row: Sequence[str], width: int, number: int) -> list[str]:
    cells = [guard(cell) for cell in row]
    while cells and not cells[-1].strip():
        cells.pop()
    lengths = [len(cell) for cell in cells]
    if max(lengths, default=0) >= parsing.CELL_MAX or sum(lengths) >= parsing.LINE_MAX // 2:
        raise Unreadable(_("Row %(row)s is longer than can be read.") % {"row": number})
    if cells:
        cells += [""] * (width - len(cells))
    return cells


def _taken(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode(ENCODING, "backslashreplace")
    buffer.seek(0)
    buffer.truncate()
    return content


def _refuse_size(size: int) -> None:
    if size > SIZE_MAX:
        raise Unreadable(too_large())


def too_large() -> str:
    sentence = _("Unpacked, the file is larger than %(count)s megabytes.")
    return sentence % {"count": SIZE_MAX >> 20}
