from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from klientel.foundation.lib import clock, dates
from klientel.foundation.lib.refusals import Refused

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21.11.2026", date(2026, 11, 21)),
        ("1.2.26", date(2026, 2, 1)),
        ("1. 2. 2026", date(2026, 2, 1)),
        ("21/11/2026", date(2026, 11, 21)),
        ("3/4/2026", date(2026, 4, 3)),
        ("3/25/2026", date(2026, 3, 25)),
        ("2026-11-21", date(2026, 11, 21)),
        ("1992-05-01 00:00:00.000", date(1992, 5, 1)),
        ("2026-11-21T10:00:00Z", date(2026, 11, 21)),
        ("1. Maerz 2026", date(2026, 3, 1)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("15 déc. 2026", date(2026, 12, 15)),
        ("Nov 3, 2026", date(2026, 11, 3)),
        ("3rd of November 2026", date(2026, 11, 3)),
        ("29.2.2024", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_as_it_is_written(typed: str, day: date) -> None:
    assert dates.parse(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["", "31.2.2026", "29.2.2026", "morgen", "1.1.", "13/13/2026", "0.1.2026", "1 xyz 2026"],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="date"):
        dates.parse(typed)


def test_an_american_list_puts_the_month_first() -> None:
    assert dates.parse("3/4/2026", month_first=True) == date(2026, 3, 4)
    assert dates.parse("25/4/2026", month_first=True) == date(2026, 4, 25)


@given(DAYS, st.sampled_from(["de", "fr", "en_GB"]), st.sampled_from(["short", "medium", "long"]))
def test_every_writing_of_the_three_languages_is_read_back(
    day: date, locale: str, width: str
) -> None:
    assert dates.parse(format_date(day, width, locale=locale)) == day
    assert dates.parse(day.isoformat()) == day


@given(DAYS, st.integers(0, 400), st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "UTC"]))
def test_a_range_holds_both_its_days_whole(first: date, length: int, zone: str) -> None:
    last = first + timedelta(days=length)
    start, end = dates.day_range(first, last, zone)
    assert start
    assert end
    before, after = dates.day_range(None, first - timedelta(days=1), zone)
    assert (before, after) == (None, start)
    assert timedelta(hours=22) < (end - start) / (length + 1) < timedelta(hours=26)


def test_a_day_begins_at_the_readers_midnight() -> None:
    start, end = dates.day_range(date(2026, 3, 29), date(2026, 3, 29), "Europe/Berlin")
    assert start == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_the_ends_of_the_calendar_are_open() -> None:
    assert dates.day_range(None, None, "UTC") == (None, None)
    assert dates.day_range(date.min, date.max, "Asia/Tokyo") == (None, None)


def test_now_is_aware() -> None:
    assert clock.now().utcoffset() == timedelta(0)
    assert isinstance(clock.today("Europe/Berlin"), date)
