"""Countries by ISO code, named in the reader's language, found by what people call them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from .text import fold, fold_german

FIRST: Final = ("DE", "AT", "CH", "FR", "BE", "LU")
LANGUAGES: Final = ("de", "fr", "en")

# CLDR also names regions, unions, exceptional reservations and test locales.
_NO_COUNTRY: Final = "AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ"
_NATIVE: Final = (
    "it es nl pt pl cs sk da sv nb nn fi is hu ro bg el hr sl sr bs sq mk et lv lt uk ru tr ga "
    "ca eu gl lb rm mt he ar fa hi zh ja ko vi th id"
)
_ALSO: Final = {
    "AE": "UAE|VAE|Emirate|Emirates|EAU",
    "AT": "Oestreich|Rep. Österreich|Republik Österreich",
    "BA": "Bosnien|Bosnia|Bosnie",
    "BE": "België|Königreich Belgien",
    "BO": "Bolivia",
    "CD": "Kongo-Kinshasa|DR Congo|DR Kongo|RDC",
    "CG": "Kongo|Congo",
    "CH": "Schweizerische Eidgenossenschaft|Swiss|Confoederatio Helvetica",
    "CI": "Elfenbeinküste|Ivory Coast",
    "CN": "PR China|VR China|Volksrepublik China|People's Republic of China",
    "CZ": "Czech Republic|Tschechische Republik|Tschechei|République tchèque|Cesko",
    "DE": "BRD|Bundesrepublik|Bundesrepublik Deutschland|Federal Republic of Germany|RFA",
    "FR": "République française|French Republic",
    "GB": "UK|United Kingdom|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|"
    "Großbritannien|Grossbritannien|Vereinigtes Königreich|Schottland|Nordirland|"
    "Grande-Bretagne|Angleterre|Écosse|Pays de Galles|GBR|Inglaterra|Gran Bretagna",
    "HK": "Hong Kong|Hongkong",
    "IE": "Republic of Ireland|Republik Irland|Eire",
    "IR": "Iran",
    "KP": "North Korea|Nordkorea|Corée du Nord",
    "KR": "Korea|South Korea|Südkorea|Corée|Corée du Sud",
    "LI": "FL|Fürstentum Liechtenstein",
    "MD": "Moldova|Moldawien|Moldau",
    "MK": "Macedonia|Mazedonien|Macédoine|FYROM",
    "MM": "Birma|Burma",
    "NL": "Holland|Hollande|The Netherlands|Netherlands|Nederland",
    "PS": "Palestine|Palästina",
    "RU": "Russia|Russland|Russie|Russische Föderation|Russian Federation",
    "SZ": "Swaziland|Swasiland",
    "SY": "Syria|Syrien",
    "TR": "Turkey|Türkei|Turquie",
    "TW": "Taiwan",
    "TZ": "Tanzania|Tansania",
    "US": "USA|U.S.A.|U.S.|United States of America|America|Amerika|Vereinigte Staaten|"
    "Vereinigte Staaten von Amerika|États-Unis d'Amérique|EE.UU.|EEUU|Etats Unis",
    "VA": "Vatikan|Vatican|Holy See",
    "VE": "Venezuela",
    "VN": "Vietnam|Viet Nam",
}
_NOT_ALNUM: Final = re.compile(r"[\W_]+")


@cache
def codes() -> frozenset[str]:
    regions = map(str, Locale.parse("en").territories)
    other = _NO_COUNTRY.split()
    return frozenset(code for code in regions if re.fullmatch("[A-Z]{2}", code)).difference(other)


def find(text: str) -> str | None:
    """The code for a name in de, fr, en or the country's own language, or for ISO2 and ISO3."""
    text = text.strip()
    if text.upper() in codes():
        return text.upper()
    for key in _keys(text):
        if code := _common().get(key) or _native().get(key):
            return code
    return None


def name(code: str, language: str = "en") -> str:
    """The code itself where there is no such country."""
    return _names(language).get(code, code)


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """For a select: the neighbours first, then all by name."""
    names = _names(language)
    rest = sorted(codes() - set(FIRST), key=lambda code: fold(names[code]))
    return tuple((code, names[code]) for code in (*FIRST, *rest))


def dial_code(code: str) -> str:
    """`+49`; empty where nobody can be called."""
    number = phonenumbers.country_code_for_region(code)
    return f"+{number}" if number else ""


@cache
def _names(language: str) -> dict[str, str]:
    try:
        territories = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        territories = Locale.parse("en").territories
    return {code: territories[code] for code in codes()}


def _keys(text: str) -> list[str]:
    """Letters and digits only, in both folds: `U.S.A.` is `usa`."""
    return [key for f in (fold(text), fold_german(text)) if (key := _NOT_ALNUM.sub("", f))]


def _index(pairs: list[tuple[str, str]]) -> dict[str, str]:
    index: dict[str, str] = {}
    for text, code in pairs:
        for key in _keys(text):
            index.setdefault(key, code)
    return index


@cache
def _common() -> dict[str, str]:
    pairs = [(each, code) for code, others in _ALSO.items() for each in others.split("|")]
    for language in LANGUAGES:
        pairs += [(text, code) for code, text in _names(language).items()]
    for alias, (first, *others) in get_global("territory_aliases").items():
        if not others and len(alias) == 3 and alias.isalpha() and first in codes():
            pairs.append((alias, first))
    return _index(pairs)


@cache
def _native() -> dict[str, str]:
    """Read only when a name is none of the common ones: it takes a quarter of a second."""
    return _index([(text, code) for lang in _NATIVE.split() for code, text in _names(lang).items()])
