"""What a cell shows, written plainly."""

import datetime as dt

import pytest

from klientel.foundation.lib.spreadsheets.cells import Value, text
from klientel.foundation.lib.spreadsheets.marks import Mark


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (" 007 ", " 007 "),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (3.0, "3"),
        (-0.0, "0"),
        (1234.5, "1234.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (4930123456789.0, "4930123456789"),
        (1e21, "1000000000000000000000"),
        (float("inf"), ""),
        (dt.date(2024, 2, 29), "2024-02-29"),
        (dt.datetime.fromisoformat("2024-02-29T13:05"), "2024-02-29 13:05"),
        (dt.time(13, 5), "13:05"),
        (dt.time(13, 5, 7), "13:05:07"),
        (dt.timedelta(hours=30), "30:00"),
        (dt.timedelta(seconds=-90), "-0:01:30"),
    ],
)
def test_a_value_becomes_what_a_person_sees(value: Value, shown: str) -> None:
    assert text(value) == shown


def test_a_moment_is_rounded_to_its_second() -> None:
    moment = dt.datetime.fromisoformat("2024-02-29T23:59:59.999998")
    assert text(moment) == "2024-03-01 00:00"


@pytest.mark.parametrize(
    ("value", "shown"), [(1067.0, "D-01067"), (1.5, "1.5"), ("1067", "1067"), (True, "true")]
)
def test_zeros_of_a_format_are_written_before_whole_numbers_only(value: Value, shown: str) -> None:
    assert Mark(prefix="D-", digits=5).apply(value, text(value)) == shown


def test_an_error_is_named() -> None:
    assert Mark(shown="#REF!").apply("", "") == "#REF!"
