"""Files as they come: what is read, what is refused row by row, what is refused as a whole."""

import codecs
import csv
import io
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.parsing import COLUMNS_MAX, Layout, Line, layout_of, lines


def read(content: str | bytes) -> tuple[Layout, list[Line]]:
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    layout = layout_of(file)
    return layout, list(lines(file, layout))


def cells(content: str | bytes) -> list[list[str]]:
    return [list(line.cells) for line in read(content)[1]]


TEXT = "Name;Ort\nMüller;Köln\nGroß;Łódź\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_every_unicode_encoding_is_found(encoding: str, expected: str) -> None:
    layout, rows = read(TEXT.encode(encoding))
    assert (layout.encoding, layout.titles) == (expected, ("Name", "Ort"))
    assert [list(row.cells) for row in rows] == [["Müller", "Köln"], ["Groß", "Łódź"]]


def test_what_is_no_utf_8_is_windows_1252() -> None:
    layout, rows = read("Name;Preis\nCafé Größe;5 €\n".encode("cp1252"))
    assert layout.encoding == "cp1252"
    assert rows[0].cells == ["Café Größe", "5 €"]


UTF_8, WINDOWS = "Müller;Łódź €", "Größe „Spaß“;Café …"


@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(("first", "second"), [(1, 1), (9, 1), (1, 9)])
def test_utf_8_and_windows_1252_in_one_file_are_both_read(
    bom: bytes, first: int, second: int
) -> None:
    header = "Name;Straße\n".encode()
    good, stray = f"{UTF_8}\n".encode(), f"{WINDOWS}\n".encode("cp1252")
    _layout, rows = read(bom + header + good * first + stray * second + good)
    expected = [UTF_8.split(";")] * first + [WINDOWS.split(";")] * second + [UTF_8.split(";")]
    assert [list(row.cells) for row in rows] == expected
    assert [row.mended for row in rows] == [()] * first + [(0, 1)] * second + [()]


def test_both_may_stand_in_one_cell_and_in_the_header() -> None:
    content = b"Stra\xdfe;Ort\n" + "Müller & ".encode() + b"S\xf6hne;K\xc3\xb6ln\n"
    layout, rows = read(content)
    assert layout.titles == ("Straße", "Ort")
    assert (rows[0].cells, rows[0].mended) == (["Müller & Söhne", "Köln"], (0,))


def test_signs_of_windows_1252_that_look_like_utf_8_do_not_make_a_file_mixed() -> None:
    layout, rows = read("Name;Ort\n„Spaß“;«CAFÉ»\nMüller;Köln\n".encode("cp1252"))
    assert layout.encoding == "cp1252"
    assert [list(row.cells) for row in rows] == [["„Spaß“", "«CAFÉ»"], ["Müller", "Köln"]]


def test_places_of_mended_cells_count_after_a_stray_comma() -> None:
    _layout, rows = read("Név,Rue,Ort\n".encode() + b"A,1, rue X,K\xf6ln\n")
    assert (rows[0].cells, rows[0].joined, rows[0].mended) == (
        ["A", "1, rue X", "Köln"],
        (1,),
        (2,),
    )


@given(st.lists(st.tuples(st.booleans(), st.text("a ÄäöüßéèçŁ", max_size=12)), min_size=1))
def test_no_mixture_leaves_half_a_sign(rows: list[tuple[bool, str]]) -> None:
    kept = [(is_utf, f"x{text}") for is_utf, text in rows if "Ł" not in text or is_utf]
    lines_ = [f"{text};1\n".encode("utf-8" if is_utf else "cp1252") for is_utf, text in kept]
    _layout, found = read("Größe;Łódź\n".encode() + b"".join(lines_) + b"x;1\n")
    assert [line.cells[0] for line in found] == [text for _is_utf, text in kept] + ["x"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_most_frequent_of_the_header(sign: str) -> None:
    content = f'Name{sign}"a,b;c|d"{sign}Ort\nX{sign}Y{sign}Z\n'
    layout, rows = read(content)
    assert (layout.delimiter, len(layout.titles)) == (sign, 3)
    assert rows[0].cells == ["X", "Y", "Z"]


def test_a_sep_line_is_obeyed_and_is_no_header() -> None:
    layout, rows = read("sep=|\nName|Ort; Land\nX|Y\n")
    assert layout.titles == ("Name", "Ort; Land")
    assert rows[0].row == 3


def test_quotes_hold_delimiters_quotes_and_line_breaks() -> None:
    assert cells('Name,Note\n"A, B","sagt ""ja""\nund geht"\nC,D\n') == [
        ["A, B", 'sagt "ja"\nund geht'],
        ["C", "D"],
    ]


def test_rows_count_as_a_spreadsheet_does() -> None:
    _layout, rows = read('Name,Note\n"A","zwei\nZeilen"\n\n,\nB,C\n')
    assert [row.row for row in rows] == [2, 5]


def test_a_comma_without_quotes_is_put_back_where_a_blank_follows_it() -> None:
    _layout, rows = read("Name,Street,City\nA,67, rue Royale,Nantes\nB,1,2,3\n")
    assert rows[0].cells == ["A", "67, rue Royale", "Nantes"]
    assert rows[0].joined == (1,)
    assert "4" in rows[1].problem  # nothing tells which comma is one too many


@pytest.mark.parametrize("row", ["A", "A;B;C", "A;B;C;D"])
def test_a_row_of_another_width_is_refused_and_nothing_is_shifted(row: str) -> None:
    _layout, rows = read(f"Name;Ort\n{row}\nX;Y\n")
    assert rows[0].problem
    assert rows[1].cells == ["X", "Y"]


def test_empty_cells_at_the_end_are_no_offence() -> None:
    assert cells("Name;Ort\nA;B;;\n") == [["A", "B"]]


@pytest.mark.parametrize("broken", ['"A;B', '"A"x;B', 'A;"B" C'])
def test_broken_quotes_cost_their_own_line_only(broken: str) -> None:
    _layout, rows = read(f"Name;Ort\nU;V\n{broken}\nX;Y\nZ;W\n")
    assert [(row.row, bool(row.problem)) for row in rows] == [
        (2, False),
        (3, True),
        (4, False),
        (5, False),
    ]
    assert rows[3].cells == ["Z", "W"]


def test_titles_used_twice_are_told_apart() -> None:
    layout, _rows = read("E-Mail;E-Mail;;E-Mail\n1;2;3;4\n")
    assert layout.titles == ("E-Mail", "E-Mail (2)", "(3)", "E-Mail (3)")


def test_a_cell_of_a_megabyte_is_refused_and_the_next_row_is_read() -> None:
    _layout, rows = read(f"Name;Ort\n{'x' * 1_000_001};B\nX;Y\n")
    assert rows[0].problem
    assert rows[1].cells == ["X", "Y"]


def test_a_lost_character_is_refused() -> None:
    _layout, rows = read("Name;Ort\nM\ufffdller;K\nX;Y\n")
    assert [bool(row.problem) for row in rows] == [True, False]


def test_formula_guards_are_taken_off() -> None:
    assert cells("Name;Ort\n'=1+1;'n Abend\n") == [["=1+1", "'n Abend"]]


WHOLLY_REFUSED: Iterable[bytes] = [
    b"",
    b"  \r\n \n",
    b"Name;Ort\n",
    b"Name;Ort\n;\n\n",
    b"PK\x03\x04" + bytes(100),
    b"\xd0\xcf\x11\xe0" + bytes(100),
    b"%PDF-1.7\nName;Ort\nA;B",
    bytes(range(256)) * 20,
    b"\x00" * 5000,
    ";".join(map(str, range(COLUMNS_MAX + 1))).encode() + b"\n1;2\n",
    b"Name;Ort\n\x81\x8d;x\n",
    "Name;Ort\nMüller;Köln\n".encode() + b"\x81;x\n",
    b"\xff\xfeN\x00a\x00\x00\xd8",
    b'"Name;Ort\nA;B\n',
    b"Name;Ort\n" + b"x" * 4_100_000 + b"\n",
]


@pytest.mark.parametrize("content", WHOLLY_REFUSED)
def test_what_cannot_be_read_is_refused_with_one_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert str(caught.value).endswith(".")


def test_as_many_columns_as_allowed_are_read() -> None:
    header = ";".join(f"c{n}" for n in range(COLUMNS_MAX))
    assert len(read(f"{header}\n{header}\n")[0].titles) == COLUMNS_MAX


def test_single_control_characters_do_not_stop_a_file() -> None:
    assert len(cells("Name;Ort\nA\x00B;C\x07\n" + "Lorem ipsum;dolor\n" * 20)) == 21


@given(st.binary(max_size=400))
@example(b"\x80\xd5\x81")  # an Armenian letter, one byte of which is nothing in Windows-1252
def test_no_bytes_raise_anything_but_a_sentence(content: bytes) -> None:
    try:
        layout, rows = read(content)
    except Unreadable:
        return
    assert all(row.problem or len(row.cells) == len(layout.titles) for row in rows)


CELL = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc"],
        include_characters="\n\t",
        exclude_characters="\ufffd",
    ),
    max_size=30,
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
def test_what_a_program_writes_is_read_as_it_was(rows: list[tuple[str, str, str]]) -> None:
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(["a", "b", "c"])
    writer.writerows([["1", "2", "3"], *rows])
    _layout, found = read(buffer.getvalue())
    expected = [["1", "2", "3"], *map(list, kept)]
    assert len(found) == len(expected)
    for line, cells_ in zip(found, expected, strict=True):
        plain = [cell for cell in cells_ if not cell.startswith("'")]
        assert line.problem or [c for c in line.cells if c in plain] == plain


@pytest.mark.parametrize("nothing", [b"", b" \n\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\r\n"])
def test_a_file_without_a_sign_is_called_empty(nothing: bytes) -> None:
    with pytest.raises(Unreadable, match="leer"):
        read(nothing)
