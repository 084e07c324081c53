"""A format made into the table the engine reads: known by content, its rows where they were."""

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pytest

from klientel.services.transfer import intake, parsing
from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.intake import canonical
from klientel.services.transfer.intake.formats import Format, Table

ROWS = [[], ["Name", "Note"], ["Ä", ""], ["", " "], ["=B;", 'x"\ny\0', ""]]


def plain(rows: Sequence[Sequence[str]], *, has_header: bool = True) -> Format:
    def read(_file: BinaryIO) -> Table:
        return Table(iter(rows), sheet="Kunden", others=("Lager",))

    return Format("marked", lambda file: file.read(4) == b"mark", read, has_header=has_header)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "FORMATS", (plain(ROWS),))


def taken(content: bytes) -> tuple[parsing.Layout, list[tuple[int, list[str]]]]:
    with intake.taken(io.BytesIO(content)) as found:
        lines = list(parsing.lines(found.file, found.layout))
    assert not [line.problem for line in lines if line.problem]
    return found.layout, [(line.row, list(line.cells)) for line in lines]


@pytest.mark.usefixtures("known")
def test_a_recognised_format_becomes_a_table_whose_rows_keep_their_place() -> None:
    layout, rows = taken(b"mark...")
    assert (layout.format, layout.sheet, layout.others) == ("marked", "Kunden", ("Lager",))
    assert (layout.header_row, layout.titles) == (2, ("Name", "Note"))
    assert rows == [(3, ["Ä", ""]), (5, ["=B;", 'x"\ny\0'])]


def test_below_titles_of_ours_the_first_row_is_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "FORMATS", (plain(ROWS[1:], has_header=False),))
    assert [row for row, _cells in taken(b"mark")[1]] == [1, 3]


@pytest.mark.usefixtures("known")
def test_any_other_text_is_read_as_it_is() -> None:
    layout, rows = taken(b"Name;Ort\nA;B\n")
    assert (layout.format, rows) == ("csv", [(2, ["A", "B"])])


@pytest.mark.parametrize("cells", [["x" * parsing.CELL_MAX], ["x" * 900_000] * 3])
def test_a_row_that_could_not_be_read_again_is_refused(cells: list[str]) -> None:
    with pytest.raises(Unreadable, match=r"\b2\b"):
        canonical.write(io.BytesIO(), [["A", "B", "C"], cells])


def test_what_is_unpacked_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "SIZE_MAX", 1_000_000)

    def endless() -> Iterator[list[str]]:
        while True:
            yield ["x" * 1000]

    with pytest.raises(Unreadable, match=r"\b0\b"):
        canonical.write(io.BytesIO(), endless())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("head", ["<html><table>", "<?xml version='1.0'?>", "\n <TABLE>"])
def test_a_web_page_called_a_spreadsheet_is_refused(head: str, encoding: str) -> None:
    with pytest.raises(Unreadable, match="XLSX"):
        taken(f"{head}<tr><td>Name;Ort</td></tr>\nA;B\n".encode(encoding))
