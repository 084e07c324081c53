"""What a person sees in a cell, written plainly: days as ISO, numbers without an exponent."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
EXACT: Final = 2**53  # from here on a float no longer knows its last digit


def text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.timedelta):
        return _span(value)
    return _moment(value)


def _number(value: float) -> str:
    """Fifteen digits, as spreadsheets have them; never an exponent."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < EXACT):
        return str(int(value))
    found = Decimal(f"{value:.15g}")
    return f"{found:f}" if found.is_finite() else ""


def _span(value: dt.timedelta) -> str:
    """`[h]:mm`, which may be more than a day."""
    seconds = round(value.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    ending = f":{rest:02}" if rest else ""
    return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}{ending}"


def _moment(value: dt.time | dt.date) -> str:
    """Days without a time as such; seconds only where there are some."""
    if isinstance(value, dt.datetime):
        value += dt.timedelta(microseconds=500_000)  # a fraction of a day is never quite a second
        return f"{value.date().isoformat()} {_time(value.time())}"
    return value.isoformat() if isinstance(value, dt.date) else _time(value)


def _time(value: dt.time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")
