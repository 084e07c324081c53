from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klientel.foundation.lib.text import search_text
from klientel.services.search import terms
from klientel.services.search.terms import Term


def meets(document: str, query: tuple[Term, ...]) -> bool:
    return all(
        any(all(string in document for string in alternative) for alternative in term)
        for term in query
    )


@pytest.mark.parametrize(
    ("typed", "strings"),
    [
        ("Huber", [[["huber"]]]),
        ("Müller", [[["muller"], ["mueller"]]]),
        ("Mueller", [[["mueller"], ["muller"]]]),
        ("muel", [[["muel"]]]),
        ("m", [[["  m"]]]),
        ("Zü", [[["  zu"], ["  zue"]]]),
        ("d'Asie", [[["  d"]], [["asie"]]]),
        ("0170 12", [[["0170", "  12"], ["017012"]]]),
        ("+49 (0)170-12", [[["  49", "170", "  12"], ["4917012"]]]),
        ("Huber 8001", [[["huber"]], [["8001"]]]),
        ("huber HUBER", [[["huber"]]]),
        ("a.b", [[["  a.b"]]]),
        ("info@huber.ch", [[["info@huber.ch"]]]),
    ],
)
def test_what_is_typed_becomes_strings_to_contain(
    typed: str, strings: list[list[list[str]]]
) -> None:
    assert [[list(each) for each in term] for term in terms.parse(typed)] == strings


@pytest.mark.parametrize("typed", ["", "  ", "***", '"', "%_%", "()", "\x00", "–", "\u0301"])
def test_without_letter_or_digit_there_is_nothing_to_look_for(typed: str) -> None:
    assert terms.parse(typed) == ()


@given(st.text(max_size=400))
def test_no_string_is_shorter_than_the_index_needs(typed: str) -> None:
    query = terms.parse(typed)
    assert len(query) <= terms.MOST_WORDS
    for term in query:
        for alternative in term:
            assert alternative
            assert all(3 <= len(string) <= terms.LONGEST_WORD + 2 for string in alternative)


@given(st.text(alphabet="aäeuüßé 01+-/.'’", min_size=1, max_size=20))
def test_a_document_is_found_by_its_own_words(value: str) -> None:
    document = terms.stored(search_text(value))
    query = terms.parse(value)
    if len(query) < terms.MOST_WORDS:
        assert meets(document, query)


@pytest.mark.parametrize("stored", ["Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller"])
@pytest.mark.parametrize("typed", ["Müller", "Mueller", "muller", "müll", "mull"])
def test_the_spellings_of_a_name_meet(stored: str, typed: str) -> None:
    assert meets(terms.stored(search_text(stored)), terms.parse(typed))
