"""Nothing a spreadsheet would run leaves unmarked, and what leaves comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klientel.services.transfer.exporting import Dialect, Value, csv_chunks
from klientel.services.transfer.guard import guard, unguard


@pytest.mark.parametrize("text", ["=1+1", "+49 30 1", "-1", "@SUM", "\tx", "\rx", "\x00=1", "＝1"])
def test_what_begins_a_formula_is_marked(text: str) -> None:
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "'t Hooft", "O'Neill", "1-2", "a=b", "'"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(st.text() | st.text(alphabet="'=+-@x"))
def test_every_text_survives_the_way_out_and_in(text: str) -> None:
    assert unguard(guard(text)) == text


def test_csv_is_quoted_where_it_must_be_and_guarded_in_the_heading_too() -> None:
    rows: list[list[Value]] = [['a;"b"\nc', True, None], ["=1", False, "ü"]]
    dialect = Dialect(delimiter=";", has_bom=True, yes="Ja", no="Nein")
    content = b"".join(csv_chunks(["=x", "y", "z"], rows, dialect)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    assert read == [["'=x", "y", "z"], ['a;"b"\nc', "Ja", ""], ["'=1", "Nein", "ü"]]
