"""Numbers as Germans, Swiss, French and English write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from .refusals import Refused

_BLANK: Final = re.compile("[\\s\u00a0\u2009\u202f'’]")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)*|[.,]\d+)")
# Which sign stands between thousands; the other one is before the decimals.
_GROUPS: Final = {"de": ".", "en": ","}
_MAX: Final = 40


def parse(text: str, language: str) -> Decimal:
    """`1.234` is one thousand in German, and `1,234` in English; `1.234,5` is the same anywhere."""
    plain = _BLANK.sub("", text).replace("−", "-")
    if len(plain) > _MAX or not plain.isascii() or not _NUMBER.fullmatch(plain):
        raise Refused("number")
    return Decimal(_with_point(plain, _GROUPS.get(language, "")))


def _with_point(plain: str, group: str) -> str:
    signs = [sign for sign in plain if sign in ".,"]
    if not signs:
        return plain
    last = signs[-1]
    whole, _sign, rest = plain.rpartition(last)
    if len(set(signs)) == 2:  # the last one stands before the decimals
        if signs.count(last) > 1:
            raise Refused("number")
        return f"{re.sub('[.,]', '', whole)}.{rest}"
    if len(signs) > 1 or (last == group and len(rest) == 3 and whole.strip("+-")):
        _check_groups(plain, last)
        return plain.replace(last, "")
    return f"{whole}.{rest}"


def _check_groups(plain: str, sign: str) -> None:
    first, *others = plain.strip("+-").split(sign)
    if not 1 <= len(first) <= 3 or any(len(each) != 3 for each in others):
        raise Refused("number")
