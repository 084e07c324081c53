from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klientel.foundation.lib import text

ANY = st.text(max_size=80)


@pytest.mark.parametrize(
    ("written", "base", "german"),
    [
        ("Müller", "muller", "mueller"),
        ("MÜLLER", "muller", "mueller"),
        ("Mu\u0308ller", "muller", "mueller"),
        ("Straße", "strasse", "strasse"),
        ("œuvre", "oeuvre", "oeuvre"),
        ("Citroën", "citroen", "citroen"),
        ("L’Haÿ-les-Roses", "l hay les roses", "l hay les roses"),
        ("Bon app'", "bon app", "bon app"),
        ("Ångström", "angstrom", "angstroem"),
        ("İstanbul", "istanbul", "istanbul"),
        ("Vinbæltet 34", "vinbaeltet 34", "vinbaeltet 34"),
        ("ﬁn\u00a0ℌ", "fin h", "fin h"),
        ("Łódź", "lodz", "lodz"),
        ("a\x00b", "a b", "a b"),
    ],
)
def test_names_fold_to_what_people_type(written: str, base: str, german: str) -> None:
    assert (text.fold(written), text.fold_german(written)) == (base, german)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("Müller", "Mueller", True),
        ("Müller", "Muller", True),
        ("Göthe", "Goethe", True),
        ("Noël", "Noel", True),
        ("Straße", "Strasse", True),
        ("Mueller", "Muller", True),
        ("Mueller", "Möller", False),
        ("Bauer", "Baur", False),
        ("Quelle", "Qulle", False),
    ],
)
def test_spellings_meet_when_they_share_a_fold(one: str, other: str, *, meet: bool) -> None:
    assert bool(set(text.folds(one)) & set(text.folds(other))) is meet


@given(ANY)
def test_folding_twice_changes_nothing(value: str) -> None:
    assert text.fold(text.fold(value)) == text.fold(value)
    assert text.fold_german(text.fold_german(value)) == text.fold_german(value)


@given(ANY)
def test_composed_and_decomposed_letters_fold_alike(value: str) -> None:
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, value)
        assert text.fold(other) == text.fold(value)
        assert text.fold_german(other) == text.fold_german(value)


def test_a_search_document_holds_each_fold_once() -> None:
    assert text.search_text("Müller", "", "Berlin", "muller", "Zürich") == (
        "muller\nmueller\nberlin\nzurich\nzuerich"
    )


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Maria \t Anders\n", "Maria Anders"),
        ("Ju\u0308rgen", "Jürgen"),
        ("A\u202eB\u200b\ufeff", "AB"),
        ("a\x00b\x07", "a b"),
        ("12\u202f000", "12 000"),
        ("\ud800", ""),
    ],
)
def test_a_line_is_stored_clean(typed: str, stored: str) -> None:
    assert text.clean(typed) == stored


def test_a_note_keeps_its_lines_and_tabs() -> None:
    assert text.clean("  a \r\n\tb\x0c \x00\r\n\r\nc  ", multiline=True) == "a\n\tb\n\nc"


@given(ANY, st.booleans())
def test_cleaning_twice_changes_nothing(value: str, multiline: bool) -> None:
    once = text.clean(value, multiline=multiline)
    assert text.clean(once, multiline=multiline) == once
    assert "\x00" not in once
