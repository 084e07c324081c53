from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klientel.foundation.lib import addresses, countries
from klientel.foundation.lib.addresses import Address

LEIPZIG = Address("Heerstr. 22", "04179", "Leipzig", country="DE")


@pytest.mark.parametrize(
    ("address", "reader", "lines"),
    [
        (LEIPZIG, "DE", ["Heerstr. 22", "04179 Leipzig"]),
        (LEIPZIG, "FR", ["Heerstr. 22", "04179 Leipzig", "Allemagne"]),
        (
            Address("120 Hanover Sq.", "WA1 1DP", "London", country="GB"),
            "DE",
            ["120 Hanover Sq.", "London", "WA1 1DP", "Royaume-Uni"],
        ),
        (
            Address("Berguvsvägen 8", "S-958 22", "Luleå", country="SE"),
            "SE",
            ["Berguvsvägen 8", "958 22 Luleå"],
        ),
        (
            Address("Berguvsvägen 8", "S-958 22", "Luleå", country="SE"),
            "DE",
            ["Berguvsvägen 8", "SE-958 22 Luleå", "Suède"],
        ),
        (
            Address("2817 Milton Dr.", "87110", "Albuquerque", "NM", "US"),
            "US",
            ["2817 Milton Dr.", "Albuquerque, NM 87110"],
        ),
        (
            Address("Suite 3\n2 Main St.", city="Bend", country="US"),
            "US",
            ["Suite 3", "2 Main St.", "Bend"],
        ),
        (
            Address("1 rue A", "75001", "Paris", "Île-de-France", "FR"),
            "FR",
            ["1 rue A", "75001 Paris", "Île-de-France"],
        ),
        (Address(city="Atlantis"), "DE", ["Atlantis"]),
        (Address(), "DE", []),
    ],
)
def test_an_address_is_written_as_its_country_does(
    address: Address, reader: str, lines: list[str]
) -> None:
    assert addresses.lines(address, reader, "fr") == lines


def test_a_form_refuses_what_an_import_only_mentions() -> None:
    wrong = Address("", "4179", "Leipzig", country="DE")
    assert addresses.check(wrong).errors == {"postcode": "invalid", "street": "required"}
    lenient = addresses.check(wrong, by_hand=False)
    assert not lenient.errors
    assert lenient.warnings == {"postcode": "invalid", "street": "required"}


def test_an_unknown_country_is_never_accepted() -> None:
    odd = Address("a", "1", "b", country="XX")
    assert addresses.check(odd, by_hand=False).errors == {"country": "invalid"}
    assert addresses.check(Address(city="b")).errors == {"country": "required"}


def test_an_empty_address_has_nothing_wrong() -> None:
    assert addresses.check(Address(country="DE")) == addresses.Findings()


@pytest.mark.parametrize(
    ("postcode", "country", "fits"),
    [
        ("04179", "DE", True),
        ("D-04179", "DE", True),
        ("4179", "DE", False),
        ("8010", "AT", True),
        ("CH-8001", "CH", True),
        ("75 012", "FR", True),
        ("1234ab", "NL", True),
        ("sw1a 1aa", "GB", True),
        ("B-1180", "BE", True),
        ("01-012", "PL", True),
        ("", "DE", False),
        ("anything", "IE", False),
        ("0000", "AE", True),
    ],
)
def test_postcodes_fit_their_country(postcode: str, country: str, *, fits: bool) -> None:
    assert addresses.is_postcode(postcode, country) is fits


def test_an_unusual_region_is_a_warning_only() -> None:
    findings = addresses.check(Address("43 rue", "H1J 1C3", "Montréal", "Nowhere", "CA"))
    assert findings == addresses.Findings(warnings={"region": "invalid"})
    assert "region" not in addresses.required("US")
    assert addresses.postcode_example("DE") == "26133"


@given(
    st.builds(
        Address,
        *[st.text(alphabet="äbc 1-,", max_size=8).map(str.strip)] * 4,
        country=st.sampled_from(sorted(countries.codes())),
    )
)
def test_every_country_can_be_checked_and_written_without_loss(address: Address) -> None:
    addresses.check(address)
    written = "".join(" ".join(addresses.lines(address, "DE", "de")).split())
    for sign in "äbc1":
        parts = address.street + address.city + address.region + address.postcode
        assert written.count(sign) >= parts.count(sign)
