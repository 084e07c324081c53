from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klientel.foundation.lib import emails
from klientel.foundation.lib.refusals import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anna.Meier@Example.COM ", "Anna.Meier@example.com"),
        ("info@müller.example", "info@müller.example"),
        ("info@xn--mller-kva.de", "info@müller.de"),
        ("jürgen@firma.test", "jürgen@firma.test"),
        ("o'neil+crm@x.ie", "o'neil+crm@x.ie"),
    ],
)
def test_an_address_keeps_its_name_and_lowers_its_domain(typed: str, kept: str) -> None:
    assert emails.check(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "anna",
        "anna@",
        "@x.de",
        "a b@x.de",
        "a..b@x.de",
        ".a@x.de",
        "a@x",
        "a@-x.de",
        "Anna <anna@x.de>",
        "a@x.de, b@x.de",
        "a@x.de\nBcc: b@x.de",
        "a\x00@x.de",
        f"{'a' * 65}@x.de",
        f"a@{'x' * 300}.de",
        "a@1.2.3.4",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        emails.check(typed)


@given(st.text(max_size=60) | st.emails())
def test_a_checked_address_stays_as_it_is(typed: str) -> None:
    try:
        kept = emails.check(typed)
    except Refused:
        return
    assert emails.check(kept) == kept


def test_addresses_compare_without_case() -> None:
    assert emails.key(" Anna@X.de") == emails.key("anna@x.DE ")
