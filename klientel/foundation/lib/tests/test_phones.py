from __future__ import annotations

import phonenumbers
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from klientel.foundation.lib import phones

SIMPLE = ["DE", "AT", "CH", "FR", "BE", "NL", "SE"]


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("030-0074321", "DE", "+49300074321"),
        ("030 / 12 34-56", "DE", "+4930123456"),
        ("+49 (0)170 1234567", "FR", "+491701234567"),
        ("0049 170 1234567", "DE", "+491701234567"),
        ("(1) 42.34.22.66", "FR", "+33142342266"),
        ("01 42 34 22 66", "FR", "+33142342266"),
        ("0921-12 34 65", "SE", "+46921123465"),
        ("31 12 34 56", "DK", "+4531123456"),
        ("(91) 555 22 82", "ES", "+34915552282"),
        ("011-4988260", "IT", "+390114988260"),
        ("(02) 201 24 67", "BE", "+3222012467"),
        ("7675-3425", "AT", "+4376753425"),
        ("044 668 18 00", "CH", "+41446681800"),
        ("(206) 555-9857 x 5467", "US", "+12065559857;ext=5467"),
        ("030 1234567 Durchwahl 12", "DE", "+49301234567;ext=12"),
        ("+49301234567;ext=12", "", "+49301234567;ext=12"),
    ],
)
def test_numbers_are_read_as_their_country_writes_them(
    typed: str, country: str, stored: str
) -> None:
    assert str(phones.parse(typed, country)) == stored


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("", "DE"),
        ("NULL", "DE"),
        ("88.60.15.31", "FR"),
        ("(5) 555-4729", "MX"),
        ("abends 030 1234567", "DE"),
        ("030 123456 / 0171 123456", "DE"),
        ("030 123456, +49 171 123456", "DE"),
        ("0301234567", ""),
        ("12", "DE"),
        ("9" * 500, "DE"),
        ("030 1234567", "XX"),
        ("٠٣٠١٢٣٤٥", "XX"),
    ],
)
def test_what_cannot_be_read_for_sure_is_no_number(typed: str, country: str) -> None:
    assert phones.parse(typed, country) is None


@given(
    st.sampled_from(SIMPLE),
    st.sampled_from(["0", "+", "", "00"]),
    st.from_regex(r"[0-9]{3,14}", fullmatch=True),
)
def test_the_fast_way_reads_what_the_library_reads(country: str, lead: str, rest: str) -> None:
    code = str(phonenumbers.country_code_for_region(country)) if lead == "+" else ""
    typed = f"{lead}{code}{rest}"
    fast = phones._simple(typed, country)
    assert fast in ("", phones._by_library(typed, country))


@given(st.text(max_size=30), st.sampled_from(["DE", "US", "IT", ""]))
def test_any_text_is_a_number_or_none(typed: str, country: str) -> None:
    phone = phones.parse(typed, country)
    assert phone is None or phones.parse(str(phone)) == phone


def test_a_number_is_shown_as_its_reader_dials_it() -> None:
    assert phones.show("+49301234567", "DE") == "030 1234567"
    assert phones.show("+49301234567", "CH") == "+49 30 1234567"
    assert phones.show("+49109984510", "DE") == "0109984510"
    assert phones.show("am Abend", "DE") == "am Abend"
    with translation.override("en"):
        assert phones.show("+49301234567;ext=12", "DE") == "030 1234567 ext. 12"


def test_a_fragment_is_found_abroad_and_at_home() -> None:
    keys = phones.search_keys("+491701234567;ext=9")
    for typed in ("0170 123", "+49 170 12", "0049 (170) 1234567", "+49 (0)170 1", "1701234"):
        assert any(phones.digits(typed) in key for key in keys), typed
    assert phones.search_keys("(5) 555-4729") == ["55554729"]
    assert phones.search_keys("keine") == []
    assert phones.search_keys("+390114988260") == ["390114988260", "0114988260"]
