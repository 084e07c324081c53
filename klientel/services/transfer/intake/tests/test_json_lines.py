"""JSON made into a table: every member has its place, every figure stands as it was written."""

import io
import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.intake import json_lines
from klientel.services.transfer.intake.json_objects import BLOCK, OBJECT_MAX
from klientel.services.transfer.parsing import COLUMNS_MAX


def table(content: str | bytes) -> list[list[str]]:
    data = content if isinstance(content, bytes) else content.encode()
    assert json_lines.recognises(io.BytesIO(data))
    with translation.override("en"):
        return [list(row) for row in json_lines.table(io.BytesIO(data))]


LINES = '{"name": "Ä", "city": "Köln"}\n\n{"name": "Ö", "vat": null}\n'
SAME = [["name", "city", "vat"], ["Ä", "Köln", ""], ["Ö", "", ""]]


def test_columns_are_those_of_all_objects_in_order_of_appearance() -> None:
    assert table(LINES) == [SAME[0], SAME[1], ["", "", ""], SAME[2]]  # an empty line has a number


@pytest.mark.parametrize(
    "content",
    [
        '[{"name":"Ä","city":"Köln"},{"name":"Ö","vat":null}]',
        '[\n  {\n    "name": "Ä",\n    "city": "Köln"\n  },\n  {"name": "Ö", "vat": null}\n]\n',
        '{\n"name": "Ä", "city": "Köln"}\n{"name": "Ö",\n"vat": null}',
    ],
)
def test_a_list_and_objects_in_a_row_are_the_same_table(content: str) -> None:
    assert table(content) == SAME


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    assert table(LINES.encode(encoding))[1] == SAME[1]


def test_figures_are_those_of_the_file() -> None:
    content = '{"a":"007","b":12345678901234567890123,"c":1.10,"d":-0,"e":1e400,"f":true,"g":0.1}'
    figures = ["007", "12345678901234567890123", "1.10", "-0", "1e400", "true", "0.1"]
    assert table(content)[1] == figures


def test_what_is_within_is_named_by_the_way_that_leads_there() -> None:
    value = {"a": {"b": {"c": 1}, "d": []}, "e": [{"f": 1}, {"f": 2, "g": [3]}], "h": {}}
    titles, row = table(json.dumps(value))
    assert titles == ["a.b.c", "a.d", "e.1.f", "e.2.f", "e.2.g", "h"]
    assert row == ["1", "[]", "1", "2", "3", "{}"]


def test_words_of_a_list_share_a_cell_and_addresses_have_their_own() -> None:
    value = {
        "tags": ["Messe", "Süd"],
        "email": ["a@b.example", "c@d.example"],
        "phone": ["+49 30 123456", "0171 2345678"],
        "said": ["a; b", "c"],
    }
    titles, row = table(json.dumps(value))
    assert dict(zip(titles, row, strict=True)) == {
        "tags": "Messe; Süd",
        "email": "a@b.example",
        "email 2": "c@d.example",
        "phone": "+49 30 123456",
        "phone 2": "0171 2345678",
        "said": "a; b",
        "said 2": "c",
    }


def test_a_list_of_a_million_signs_is_looked_at_once() -> None:
    text = "@" * 800_000 + " @"
    assert table(json.dumps({"a": [text, "b"]}))[1] == [f"{text}; b"]


def test_a_name_given_twice_keeps_both_values() -> None:
    assert table('{"a":1,"a":2,"b":{"c":3},"b.c":4}') == [
        ["a", "a (2)", "b.c", "b.c (2)"],
        ["1", "2", "3", "4"],
    ]


def test_what_lies_very_deep_is_one_text() -> None:
    content = '{"a":' * 12 + "1" + "}" * 12
    [title], [cell] = table(content)
    assert title == ".".join("a" * 9)
    assert json.loads(cell) == {"a": {"a": {"a": "1"}}}


def test_a_broken_line_costs_no_other() -> None:
    content = '{"name":"A"}\n{"name":"B\n[1]\n{"name":"C"}\n'
    assert table(content) == [
        ["name", "Line that cannot be read"],
        ["A", ""],
        ["", '{"name":"B'],
        ["", "[1]"],
        ["C", ""],
    ]


@pytest.mark.parametrize("length", [BLOCK - 12, BLOCK - 1, BLOCK, BLOCK * 3])
def test_an_object_may_end_where_a_block_does(length: int) -> None:
    content = json.dumps([{"a": "x" * length}, {"a": "y"}], indent=1)
    assert [len(row[0]) for row in table(content)] == [1, length, 1]


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{}",
        '[{"a":1}',
        '[{"a":1},',
        '[{"a":1}] [{"a":2}]',
        '[{"a":1}, 2]',
        '[{"a":1}, {"a":]',
        '{"a":\n1} x',
        '{"a":\n"' + "x" * OBJECT_MAX * 2,
        '{"a":1}\n{"a":"' + "x" * OBJECT_MAX + '"}',
        '[{"a":' + "[" * 200_000,
        json.dumps({str(n): n for n in range(COLUMNS_MAX + 1)}),
        "\n".join(json.dumps({str(n): n}) for n in range(COLUMNS_MAX + 1)),
        '{"a":"Köln"}\n'.encode("cp1252"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: str | bytes) -> None:
    with pytest.raises(Unreadable):
        table(content)


@pytest.mark.parametrize("content", ["", "Name;Ort\n", "{name}", "[1,2]", '"a","b"', "[x]"])
def test_other_files_are_not_taken_for_json(content: str) -> None:
    assert not json_lines.recognises(io.BytesIO(content.encode()))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), min_size=1, max_size=5))
def test_any_object_is_a_row_as_wide_as_the_titles(found: list[dict[str, object]]) -> None:
    for content in (json.dumps(found), "\n".join(json.dumps(each) for each in found)):
        if any(found):
            titles, *rows = table(content)
            assert len(titles) == len(set(titles))
            assert all(len(row) == len(titles) for row in rows)
            assert len(rows) == len(found)
