"""Values in the one form in which they are compared and sorted: text, bytewise, on every engine.

A value says by itself what it is: text, a number, yes or no, or a list of codes. Nothing here has
to know its definition.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from klientel.foundation.lib import text

Value = str | bool | int | float | list[str]
LONGEST: Final = 200
DIGITS: Final = 11  # before the decimal sign, at most
DECIMALS: Final = 4
_SHIFT: Final = 10 ** (DIGITS + DECIMALS + 1)
BETWEEN: Final = "|"  # around each of several codes


def folded(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return number(Decimal(str(value)))
    if isinstance(value, list):
        return f"{BETWEEN}{BETWEEN.join(value)}{BETWEEN}"
    return (text.fold(value) or value)[:LONGEST]


def number(value: Decimal) -> str:
    """Of one length, so that it sorts as the numbers do; also below nought."""
    return f"{int(value.scaleb(DECIMALS)) + _SHIFT:0{DIGITS + DECIMALS + 2}d}"
