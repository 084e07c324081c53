"""Spreadsheets as they come: which sheet and header, what cells become, what is refused."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.intake import spreadsheets, zips

from .books import changed, read, rows, table, xlsx

DATA = Path(__file__).parent / "data"
SIMPLE = xlsx(rows(["Firma", "Ort"], ["Müller", "Köln"]))
FIRST = r"xl/worksheets/sheet1\.xml"


def typed(book: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ["Firma", "PLZ", "Seit", "Um", "Aktiv", "Umsatz", "Konto", "Quote"])
    sheet.write_string(1, 0, "Müller & Söhne\nŁódź")
    sheet.write_number(1, 1, 1067, book.add_format({"num_format": "00000"}))
    sheet.write_datetime(1, 2, dt.date(2024, 2, 29), book.add_format({"num_format": "dd.mm.yyyy"}))
    sheet.write_datetime(1, 3, dt.time(13, 5), book.add_format({"num_format": "hh:mm"}))
    sheet.write_boolean(1, 4, True)
    sheet.write_number(1, 5, 1234.5)
    sheet.write_string(1, 6, "00012")
    sheet.write_formula(1, 7, "=1/0", None, "#DIV/0!")


def test_cells_become_what_a_person_sees() -> None:
    layout, (line,) = read(xlsx(typed))
    assert (layout.format, layout.sheet) == ("xlsx", "Blatt 1")
    assert line.cells == [
        "Müller & Söhne\nŁódź",
        "01067",
        "2024-02-29",
        "13:05",
        "true",
        "1234.5",
        "00012",
        "",
    ]
    assert line.failed == ((7, "#DIV/0!"),)


def test_an_xls_file_is_read() -> None:
    layout, lines = read((DATA / "customers.xls").read_bytes())
    assert (layout.format, layout.sheet, layout.titles[:2]) == ("xls", "Kunden", ("Firma", "PLZ"))
    assert [(line.row, list(line.cells[:6])) for line in lines] == [
        (2, ["Müller & Söhne", "01067", "Köln", "2024-02-29", "true", "1234.5"]),
        (4, ["Łódź Ω", "00999", "Zeile 1\nZeile 2", "", "", ""]),
    ]


def test_an_ods_file_is_read_from_its_first_sheet_with_rows() -> None:
    layout, lines = read((DATA / "contacts.ods").read_bytes())
    assert (layout.format, layout.sheet) == ("ods", "Kontakte")
    assert (lines[0].row, lines[0].cells[:6]) == (
        2,
        ["Müller & Söhne", "01067", "2024-02-29", "13:05", "true", "1234.5"],
    )
    assert lines[0].failed == ((6, "#NV"),)
    assert (lines[1].row, lines[1].cells) == (
        4,
        ["Łódź", "00999", "2024-02-29 13:05:07", "30:00", "false", "3", "zwei\nZeilen"],
    )


def hidden(_book: Any, sheet: Any) -> None:
    rows(["a", "b"], ["c", "d"])(_book, sheet)
    sheet.hide()


def test_the_first_visible_sheet_with_rows_is_read_and_others_are_named() -> None:
    table_ = rows(["Firma"], ["Müller"])
    filled = rows(["Firma"], ["Nein"])
    layout, lines = read(xlsx(rows(), rows(["nur Titel"]), table_, hidden, filled))
    assert (layout.sheet, layout.others) == ("Blatt 3", ("Blatt 5",))
    assert [line.cells for line in lines] == [["Müller"]]


@pytest.mark.parametrize(
    "above", [[["Kundenliste"]], [["Kundenliste"], ["Stand heute"]], [[], ["Kundenliste"], []]]
)
def test_a_title_above_the_header_is_passed_over_and_rows_keep_their_numbers(
    above: list[list[str]],
) -> None:
    found = xlsx(rows(*above, ["Firma", "Ort", "PLZ"], [], ["Müller", "Köln", "1"]))
    layout, (line,) = read(found)
    assert (layout.header_row, layout.titles) == (len(above) + 1, ("Firma", "Ort", "PLZ"))
    assert (line.row, line.cells) == (len(above) + 3, ["Müller", "Köln", "1"])


def test_one_column_is_a_table_even_when_a_note_stands_beside_it() -> None:
    layout, lines = read(xlsx(rows(["E-Mail"], ["a@b.example", "neu"], ["c@d.example"])))
    assert layout.titles == ("E-Mail", "(2)")
    assert [line.cells for line in lines] == [["a@b.example", "neu"], ["c@d.example", ""]]


def test_a_table_that_begins_further_right_keeps_its_marks() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 2, ["PLZ", "Ort"])
        sheet.write_row(2, 2, [999, "X"], book.add_format({"num_format": "00000"}))

    assert table(xlsx(fill)) == [(3, ["00999", "X"])]


def test_formulas_in_texts_stay_texts() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for n, cell in enumerate(["Firma", "=1+1", "'=x", "+49 521"]):
            sheet.write_string(n, 0, cell)

    assert [cells for _row, cells in table(xlsx(fill))] == [["=1+1"], ["'=x"], ["+49 521"]]


def far(part: bytes) -> bytes:
    """Two cells as far apart as a sheet allows."""
    return part.replace(b'r="B2"', b'r="XFD1048576"')


def laughing(part: bytes) -> bytes:
    entities = [
        f'<!ENTITY {n} "{f"&{p};" * 9}">' for p, n in zip("abcdefg", "bcdefgh", strict=True)
    ]
    doctype = f'<!DOCTYPE x [<!ENTITY a "ha">{"".join(entities)}]>'
    return re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + doctype.encode(), part).replace(b"Firma", b"&h;")


@pytest.mark.parametrize(
    "content",
    [
        changed(SIMPLE, FIRST, far),
        changed(SIMPLE, r"xl/sharedStrings\.xml", laughing),
        changed(SIMPLE, FIRST, lambda part: part[: len(part) // 2]),
        changed(SIMPLE, r"xl/workbook\.xml", lambda _part: b""),
        SIMPLE[: len(SIMPLE) // 2],
        spreadsheets.OLE + b"\0" * 2000,
        (DATA / "customers.xls").read_bytes()[:3000],
        xlsx(rows(["nur", "Titel"])),
    ],
    ids=["far", "laughs", "cut", "empty part", "half", "no xls", "half xls", "no rows"],
)
def test_what_cannot_be_read_is_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert str(caught.value).endswith(".")


def test_a_protected_file_says_so() -> None:
    with pytest.raises(Unreadable) as caught:
        read(spreadsheets.OLE + b"\0" * 600 + spreadsheets.LOCKED + b"\0" * 600)
    assert str(caught.value) == zips.locked()


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(Unreadable, match="400"):
        read(xlsx(rows([f"T{n}" for n in range(400)], ["x"])))


def test_shared_texts_beyond_bounds_are_refused_before_opening(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spreadsheets, "SHARED_MAX", 10)
    monkeypatch.setattr(spreadsheets, "_started", lambda _path: pytest.fail("it was opened"))
    with pytest.raises(Unreadable):
        read(SIMPLE)


def test_a_reader_that_is_ended_within_a_row_is_no_end_of_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ended.py").write_text(
        "import os, sys\n"
        'sys.stdout.write(\'{"sheet": "x"}\\n["A", "B"]\\n["c", "d"]\\n["e\')\n'
        "sys.stdout.flush()\nos.abort()\n"
    )
    monkeypatch.setattr(spreadsheets, "ROOT", tmp_path)
    monkeypatch.setattr(spreadsheets, "PROGRAM", "ended")
    with pytest.raises(Unreadable) as caught:
        read(SIMPLE)
    assert "CSV" in str(caught.value)


def test_a_lonely_cell_far_to_the_right_is_refused() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        rows(["Firma"], ["Müller"])(_book, sheet)
        sheet.write_string(1, 16_000, "x")

    with pytest.raises(Unreadable):
        read(xlsx(fill))


@pytest.mark.parametrize("places", [rb' r="[A-Z]+\d+"', rb' r="[^"]*"'], ids=["cells", "all"])
def test_cells_that_do_not_say_where_they_are_follow_each_other(places: bytes) -> None:
    book = xlsx(typed)
    bare = changed(book, FIRST, lambda part: re.sub(places, b"", part))
    assert read(bare) == read(book)
