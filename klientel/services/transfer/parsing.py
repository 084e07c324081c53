"""A CSV file as numbered rows of text. Every row is either read or says why it cannot be."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _
from klientel.foundation.lib.sentences import ngettext

from .encodings import MIXED, Unreadable, codec, encoding_of, is_mixed, mended
from .guard import unguard

FILE_MAX: Final = 100 * 1024 * 1024
COLUMNS_MAX: Final = 300
CELL_MAX: Final = 1_000_000
LINE_MAX: Final = 4_000_000
TITLE_MAX: Final = 120
DELIMITERS: Final = ",;\t|"
CALCULATED: Final = ("xlsx", "xls", "ods")
_FAULTS: Final = (
    "DIV/0|REF|BEZUG|VALUE|WERT|VALEUR|NUM|ZAHL|NOMBRE|NULL|NUL|SPILL|CALC|FIELD|BLOCKED|CONNECT"
)
_ERROR: Final = re.compile(rf"#(?:N/A|NV|NAME\?|NOM\?|GETTING_DATA|(?:{_FAULTS})!)")
_SEP: Final = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)

csv.field_size_limit(CELL_MAX)


@dataclass(frozen=True)
class Layout:
    """How the file is written, and the titles of its columns, each once."""

    encoding: str
    delimiter: str
    header_row: int  # as a spreadsheet counts
    titles: tuple[str, ...]
    format: str = "csv"  # of what was uploaded
    sheet: str = ""
    others: Sequence[str] = ()  # sheets with rows that are not read
    member: str = ""  # its name in the zip file it came in
    begin: int = 1  # the number of the first row; 0 where the header is none of the original's


@dataclass(frozen=True)
class Line:
    row: int
    cells: Sequence[str]
    problem: str = ""  # why it cannot be used
    joined: tuple[int, ...] = ()  # places of cells that a stray comma had cut in two
    mended: tuple[int, ...] = ()  # places of cells with bytes of Windows-1252 in a file of UTF-8
    failed: tuple[tuple[int, str], ...] = ()  # cells in which a spreadsheet shows an error


class _Lines:
    """Physical lines, of which those of a broken record can be given back."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._file.readline(LINE_MAX)
        if not line:
            raise StopIteration
        if len(line) >= LINE_MAX:
            raise Unreadable(_("A line of the file is longer than four million characters."))
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """All but the first: that one cannot be read, the others may well be."""
        self._again.extendleft(reversed(self.taken[1:]))


def layout_of(file: BinaryIO) -> Layout:
    """Raises Unreadable when there is no header, or no row below it."""
    encoding = encoding_of(file)
    with _opened(file, encoding) as stream:
        first = _Lines(stream)
        delimiter, skipped = _delimiter(first)
    return layout_in(file, Layout(encoding, delimiter, skipped + 1, ()))


def layout_in(file: BinaryIO, known: Layout) -> Layout:
    """How the file is written is known, its header is looked for from the row given on."""
    with _opened(file, known.encoding) as stream:
        records = _records(_Lines(stream), known)
        header = next(
            (r for r in records if r.row >= known.header_row and any(map(str.strip, r.cells))), None
        )
        if header is None or header.problem:
            raise Unreadable(_("The first line of the file is no header that can be read."))
        _refuse_width(header.cells)
        if not any(any(map(str.strip, record.cells)) for record in records):
            raise Unreadable(_("Below its header the file has no rows."))
    return replace(known, header_row=header.row, titles=_titles(_mended(header).cells))


def lines(file: BinaryIO, layout: Layout, *, after: int = 0) -> Iterator[Line]:
    """The rows below the header, blank ones passed over. `after`: the last row already seen."""
    begin = max(after, layout.header_row)
    with _opened(file, layout.encoding) as stream:
        for line in _records(_Lines(stream), layout):
            if line.row > begin and any(map(str.strip, line.cells)):
                fitted = line if line.problem else _fitted(line, layout)
                fitted = _mended(fitted) if layout.encoding == MIXED else fitted
                yield _without_errors(fitted) if layout.format in CALCULATED else fitted


class _opened:  # noqa: N801  # WONTFIX: a context manager reads as a verb
    """The file as text from its beginning; it stays open afterwards."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        file.seek(0)
        name, errors = codec(encoding)
        self._stream = io.TextIOWrapper(file, encoding=name, errors=errors, newline="")

    def __enter__(self) -> io.TextIOWrapper:
        return self._stream

    def __exit__(self, *_error: object) -> None:
        self._stream.detach()


def _delimiter(source: _Lines) -> tuple[str, int]:
    """The most frequent one in the header outside quotes; a `sep=` line above says it outright."""
    for number, line in enumerate(source, 1):
        if match := _SEP.fullmatch(line):
            return match[1], number
        if line.strip():
            return _most_frequent(line, source), 0
    return DELIMITERS[0], 0


def _most_frequent(line: str, source: _Lines) -> str:
    while line.count('"') % 2 and len(line) < CELL_MAX and (more := next(source, "")):
        line += more
    outside = "".join(line.split('"')[::2])
    found = Counter(sign for sign in outside if sign in DELIMITERS)
    return max(DELIMITERS, key=lambda sign: found[sign])


def _records(source: _Lines, layout: Layout) -> Iterator[Line]:
    reader = csv.reader(source, delimiter=layout.delimiter, strict=True)
    row = layout.begin - 1
    while True:
        source.taken.clear()
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Line(row, [source.taken[0].strip()[:200]], _broken(source.taken))
            source.give_back()
            continue
        damaged = any("\ufffd" in line for line in source.taken)
        yield Line(
            row, cells, _("A character was lost when this file was made.") if damaged else ""
        )


def _broken(taken: Sequence[str]) -> str:
    if max(map(len, taken)) > CELL_MAX:
        return _("A cell is longer than a million characters.")
    return _("The quotes in this line do not match.")


def _fitted(line: Line, layout: Layout) -> Line:
    """As many cells as the header has. Nothing is shifted: what does not fit is refused."""
    width = len(layout.titles)
    cells = list(line.cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    joined: tuple[int, ...] = ()
    if len(cells) > width and layout.delimiter == ",":
        cells, joined = _without_stray_commas(cells, width)
    if len(cells) != width:
        return Line(line.row, cells[:width], _wrong_width(len(cells), width))
    return Line(line.row, [unguard(cell) for cell in cells], joined=joined)


def _mended(line: Line) -> Line:
    places = tuple(place for place, cell in enumerate(line.cells) if is_mixed(cell))
    if not places:
        return line
    return replace(line, cells=[mended(cell) for cell in line.cells], mended=places)


def _without_errors(line: Line) -> Line:
    """A formula that went wrong says nothing of the record."""
    failed = tuple((n, cell) for n, cell in enumerate(line.cells) if _ERROR.fullmatch(cell))
    if not failed:
        return line
    cells = list(line.cells)
    for place, _shown in failed:
        cells[place] = ""
    return replace(line, cells=cells, failed=failed)


def _without_stray_commas(cells: list[str], width: int) -> tuple[list[str], tuple[int, ...]]:
    """`Rue 5, Paris` without quotes is cut in two; a blank after the comma gives it away.

    Only where that explains every cell too many, so that no other cell can be meant.
    """
    cut = {place for place, cell in enumerate(cells) if place and cell.startswith(" ")}
    if len(cut) != len(cells) - width:
        return cells, ()
    whole: list[str] = []
    joined: list[int] = []
    for place, cell in enumerate(cells):
        if place in cut:
            whole[-1] += f",{cell}"
            joined.append(len(whole) - 1)
        else:
            whole.append(cell)
    return whole, tuple(dict.fromkeys(joined))


def _wrong_width(found: int, width: int) -> str:
    sentence = ngettext(
        "The row has %(found)s cell, the header has %(width)s.",
        "The row has %(found)s cells, the header has %(width)s.",
        found,
    )
    return sentence % {"found": found, "width": width}


def _refuse_width(cells: Sequence[str]) -> None:
    if len(cells) > COLUMNS_MAX:
        sentence = _("The file has %(found)s columns; at most %(most)s can be read.")
        raise Unreadable(sentence % {"found": len(cells), "most": COLUMNS_MAX})


def _titles(cells: Sequence[str]) -> tuple[str, ...]:
    """A name used twice becomes `E-Mail` and `E-Mail (2)`, one that is missing `(5)`."""
    titles: list[str] = []
    for place, cell in enumerate(cells, 1):
        base = text.clean(unguard(cell))[:TITLE_MAX] or f"({place})"
        title, count = base, 1
        while title in titles:
            count += 1
            title = f"{base} ({count})"
        titles.append(title)
    return tuple(titles)
