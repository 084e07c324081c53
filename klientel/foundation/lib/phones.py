"""Telephone numbers: read as people of a country write them, kept as E.164, shown as they dial.

A stored number is `+49301234567`, with an extension `+49301234567;ext=12`. What cannot be read is
no number (`None`); callers keep such a text as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import PhoneMetadata, PhoneNumberFormat, ValidationResult

_MAX = 60
_EXTENSION: Final = re.compile(
    r"\s*[,;]?\s*(?:;ext=|\bext(?:ension)?\b\.?|\bx\.?|\bdurchwahl\b|\bdw\b\.?|\bapp\b\.?"
    r"|\bpostes?\b|#):?\s*(\d{1,7})$",
    re.IGNORECASE,
)
_SIGNS: Final = re.compile(r"[+(]?[\d\s()./\u00a0\u2009\u202f\u2010-\u2015-]+")
_SECOND: Final = re.compile(r"\d\D*(?:[/,;|]\s*\+|\s[/,;|]\s*0)")
_NO_DIGIT: Final = re.compile(r"\D+")
_KEPT: Final = re.compile(r"(\+\d{6,15})(?:;ext=(\d{1,7}))?")

# Countries whose numbers begin with one 0 at home and never abroad: read without the library,
# which takes 40 µs a number. A test holds both ways against each other.
_SIMPLE: Final = ("DE", "AT", "CH", "FR", "BE", "NL", "SE")


@dataclass(frozen=True)
class Phone:
    number: str  # E.164
    extension: str = ""

    def __str__(self) -> str:
        return f"{self.number};ext={self.extension}" if self.extension else self.number


@dataclass(frozen=True)
class _Plan:
    code: str
    lengths: frozenset[int]


def _plan(country: str) -> _Plan:
    metadata = PhoneMetadata.metadata_for_region(country)
    if metadata is None or metadata.general_desc is None:
        raise LookupError(country)
    return _Plan(str(metadata.country_code), frozenset(metadata.general_desc.possible_length))


_PLANS: Final = {country: _plan(country) for country in _SIMPLE}
_BY_CODE: Final = {plan.code: plan for plan in _PLANS.values()}


def parse(text: str, country: str = "") -> Phone | None:
    """The number in `text`; without a country code it is one of `country` (ISO, two letters)."""
    text = text.strip()
    return _parse(text, country.upper()) if 0 < len(text) <= _MAX else None


@lru_cache(maxsize=65_536)
def _parse(text: str, country: str) -> Phone | None:
    extension = ""
    if not _SIGNS.fullmatch(text):  # an extension is told by a letter or #, which are no signs
        match = _EXTENSION.search(text)
        if match is None or not _SIGNS.fullmatch(text[: match.start()]):
            return None
        text, extension = text[: match.start()], match[1]
    if _SECOND.search(text):
        return None
    number = _simple(text, country) or _by_library(text, country)
    return Phone(number, extension) if number else None


def _simple(text: str, country: str) -> str:
    digits = _NO_DIGIT.sub("", text)
    if text.startswith("+"):
        plan, national = _BY_CODE.get(digits[:2]), digits[2:]
    else:
        plan = _PLANS.get(country)
        if not digits.startswith("0") or "(0" in text[1:]:
            return ""
        national = digits[1:]
    if not plan or national.startswith("0") or len(national) not in plan.lengths:
        return ""
    return f"+{plan.code}{national}"


def _by_library(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def show(stored: str, reader_country: str = "DE") -> str:
    """As dialled at home where the reader is, else with the country code; other text unchanged."""
    match = _KEPT.fullmatch(stored)
    if not match:
        return stored
    number = _shown(match[1], reader_country.upper())
    if not match[2]:
        return number
    return _("%(number)s ext. %(extension)s") % {"number": number, "extension": match[2]}


@lru_cache(maxsize=16_384)
def _shown(e164: str, reader_country: str) -> str:
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    if number.country_code != phonenumbers.country_code_for_region(reader_country):
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    # Numbers no area code is known for come back bare, without the 0 that makes them dialable.
    return _at_home(e164) if national.isdigit() else national


def digits(text: str) -> str:
    """What of a typed number can be compared: `+49 (0)170-12` and `0049170 12` give `4917012`."""
    found = _NO_DIGIT.sub("", text.replace("(0)", ""))
    return found[2:] if found.startswith("00") else found


def search_keys(stored: str) -> list[str]:
    """The digits of a stored number abroad and at home, so that `0170…` and `+49170…` meet."""
    match = _KEPT.fullmatch(stored)
    if not match:
        found = digits(stored)
        return [found] if found else []
    return list(dict.fromkeys([match[1][1:], _at_home(match[1])]))


@lru_cache(maxsize=65_536)
def _at_home(e164: str) -> str:
    if plan := _BY_CODE.get(e164[1:3]):
        return f"0{e164[1 + len(plan.code) :]}"
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164[1:]
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    metadata = PhoneMetadata.metadata_for_region(region)
    prefix = (metadata.national_prefix if metadata else None) or ""
    return prefix + phonenumbers.national_significant_number(number)
