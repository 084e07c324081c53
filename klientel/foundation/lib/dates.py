"""Days as Germans, French and English write them, and spans of days as instants."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale

from .refusals import Refused
from .text import fold, fold_german

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO: Final = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBERS: Final = re.compile(rf"(\d{{1,2}})([./-])\s?(\d{{1,2}})\2\s?(\d{{4}}|\d{{2}}){_TIME}")
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})(?:\.|er|re|st|nd|rd|th)?\s?(?:of )?([^\W\d_]+)\.?,?\s?(\d{4}|\d{2})"
)
_MONTH_FIRST: Final = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_PIVOT = 69  # 68 is 2068, 69 is 1969, as POSIX has it


def parse(text: str, *, month_first: bool = False) -> date:
    """A day from its writing in de, fr, en or ISO; a time behind it is left aside.

    `03/04/2026` is the third of April unless `month_first`; `03/25/2026` can only be March.
    """
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(match, month_first=month_first)
    words = fold(text.replace("-", " "))
    if match := _DAY_FIRST.fullmatch(words):
        return _day(match[3], _month(match[2]), match[1])
    if match := _MONTH_FIRST.fullmatch(words):
        return _day(match[3], _month(match[1]), match[2])
    raise Refused("date")


def day_range(
    first: date | None, last: date | None, zone: str
) -> tuple[datetime | None, datetime | None]:
    """From the first instant of `first` to before the second value: both days are within."""
    start = _midnight(first, zone) if first else None
    after = last + timedelta(days=1) if last and last < date.max else None
    return start, _midnight(after, zone) if after else None


def _midnight(day: date, zone: str) -> datetime | None:
    """None at the two ends of the calendar, where UTC has no such instant."""
    try:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        return None


def _from_numbers(match: re.Match[str], *, month_first: bool) -> date:
    one, sign, two, year = match[1], match[2], match[3], match[4]
    if sign == "/" and (int(two) > 12 or (month_first and int(one) <= 12)):
        one, two = two, one
    return _day(year, two, one)


def _day(year: str, month: str | int, day: str) -> date:
    full = int(year)
    if len(year) == 2:
        full += 1900 if full >= _PIVOT else 2000
    try:
        return date(full, int(month), int(day))
    except ValueError as error:
        raise Refused("date") from error


def _month(word: str) -> int:
    number = _months().get(word.rstrip("."), 0)
    if not number:
        raise Refused("date")
    return number


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {"sept": 9, "mrz": 3, "marz": 3, "janner": 1, "jaenner": 1, "feber": 2}
    for language in ("de", "fr", "en"):
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    plain = name.rstrip(".")
                    found.setdefault(fold(plain), number)
                    found.setdefault(fold_german(plain), number)
    return found
