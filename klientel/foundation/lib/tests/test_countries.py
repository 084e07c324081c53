from __future__ import annotations

import pytest

from klientel.foundation.lib import countries, languages
from klientel.foundation.lib.text import fold


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("deu", "DE"),
        ("de", "DE"),
        ("BRD", "DE"),
        ("UK", "GB"),
        ("Großbritannien", "GB"),
        ("Grossbritannien", "GB"),
        ("England", "GB"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("États-Unis", "US"),
        ("Etats Unis", "US"),
        ("Österreich", "AT"),
        ("Oesterreich", "AT"),
        ("Osterreich", "AT"),
        ("España", "ES"),
        ("Espagne", "ES"),
        ("Polska", "PL"),
        ("Svizzera", "CH"),
        ("Holland", "NL"),
        ("Côte d’Ivoire", "CI"),
        ("日本", "JP"),
        (" Venezuela ", "VE"),
        ("Brazil", "BR"),
        ("Kosovo", "XK"),
        ("Norway", "NO"),
    ],
)
def test_a_country_is_found_by_what_people_call_it(text: str, code: str) -> None:
    assert countries.find(text) == code


@pytest.mark.parametrize("text", ["", "Nowhere", "67000", "NULL", "EU", "ZZ", "B-6000", "%"])
def test_what_is_no_country_is_not_found(text: str) -> None:
    assert countries.find(text) is None


@pytest.mark.parametrize("language", ["de", "fr", "en"])
def test_every_country_is_found_by_its_own_name(language: str) -> None:
    missed = {c: n for c, n in countries.choices(language) if countries.find(n) != c}
    assert missed == {}


def test_neighbours_lead_and_the_rest_follows_the_alphabet() -> None:
    offered = countries.choices("de")
    assert [code for code, _ in offered[:6]] == list(countries.FIRST)
    names = [fold(name) for _, name in offered[6:]]
    assert names == sorted(names)
    assert {code for code, _ in offered} == countries.codes()


def test_a_country_is_named_in_the_readers_language() -> None:
    assert countries.name("CH", "fr") == "Suisse"
    assert countries.name("CH", "de-CH") == "Schweiz"
    assert countries.name("CH", "tlh") == "Switzerland"
    assert countries.name("??", "de") == "??"
    assert (countries.dial_code("DE"), countries.dial_code("AQ")) == ("+49", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "de"),
        ("de-CH", "de"),
        ("fr_FR", "fr"),
        ("Deutsch", "de"),
        ("German", "de"),
        ("allemand", "de"),
        ("ger", "de"),
        ("Français", "fr"),
        ("francais", "fr"),
        ("Norsk", "nb"),
        ("no", "nb"),
        ("español", "es"),
        ("Englisch", "en"),
        ("", None),
        ("xx", None),
        ("Klingonisch", None),
    ],
)
def test_a_language_is_found_by_name_or_code(text: str, code: str | None) -> None:
    assert languages.find(text) == code


def test_languages_are_named_for_the_reader() -> None:
    assert languages.name("fr", "de") == "Französisch"
    assert languages.name("tlh", "de") == "tlh"
    assert [code for code, _ in languages.choices("fr")[:5]] == list(languages.FIRST)
    assert {code for code, _ in languages.choices("fr")} == set(languages.CODES)
