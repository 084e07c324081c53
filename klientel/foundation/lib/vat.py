"""VAT ids of companies: checked by the rules of their country without asking anybody.

Stored without blanks and signs, `DE136695976`; with the letters of the country where its ids are
written so. Whether a company is registered is not known here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from stdnum import get_cc_module
from stdnum.eu import vat as eu
from stdnum.exceptions import ValidationError

from . import text
from .refusals import Refused

_LONGEST: Final = 40
_SIGNS: Final = re.compile(r"[\s.,:/()'*_-]+")
_SHAPE: Final = re.compile(r"(?=.*\d)[0-9A-Z]{5,20}")  # where the rules are not known
_UID: Final = re.compile(r"(?:CH)?E?(\d{9})(?:MWST|TVA|IVA|TPV|VAT)?")
_SWISS: Final = frozenset({"CH", "LI"})
_PREFIXED: Final = frozenset({code.upper() for code in eu.MEMBER_STATES} | {"GB"})
_RULES: Final = {"XI": "GB"}  # Northern Ireland counts as the rest of the kingdom does
_MVA: Final = re.compile(r"(?:NO)?(\d{9})(?:MVA)?")


def check(given: str, country: str = "") -> str:
    """The id as it is stored; without letters of its own it is one of `country`. Raises Refused."""
    if len(given) > _LONGEST:
        raise Refused("vat")
    compact = _SIGNS.sub("", text.clean(given)).upper()
    if not compact.isascii():
        raise Refused("vat")
    return _check(compact, country.upper())


@lru_cache(maxsize=16_384)
def _check(compact: str, country: str) -> str:
    named = _named(compact)
    # Some countries begin their ids with letters: the country has the second word.
    for code, number in ((named, compact[2:]), (country, compact)):
        if code and (found := _of(code, number)):
            return found
    raise Refused("vat")


def _named(compact: str) -> str:
    """The country whose letters the id begins with."""
    code = {"EL": "GR"}.get(compact[:2], compact[:2])
    return code if code in _SWISS | _PREFIXED | {"NO"} else ""


def _of(country: str, number: str) -> str:
    """Empty where it cannot be one of this country."""
    if country in _SWISS:
        return _swiss(number)
    if country == "NO":
        number = _MVA.sub(r"\1MVA", number)
    module = get_cc_module(_RULES.get(country, country).lower(), "vat")
    if module is None:
        return number if _SHAPE.fullmatch(number) else ""
    try:
        found = str(module.validate(number))
    except ValidationError:
        return ""
    if country in _PREFIXED:
        letters = "EL" if country == "GR" else country
        return letters + found.removeprefix(letters)
    return found


def _swiss(number: str) -> str:
    """Without the ending, which is another one in each of the languages of the country."""
    match = _UID.fullmatch(number)
    module = get_cc_module("ch", "uid")
    try:
        return str(module.validate(f"CHE{match[1]}")) if match and module else ""
    except ValidationError:
        return ""
