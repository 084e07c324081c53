from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klientel.foundation.lib import urls
from klientel.foundation.lib.refusals import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.com", "https://example.com"),
        (" HTTP://Example.COM/ ", "http://example.com"),
        ("www.x.de/Pfad?q=1#a", "https://www.x.de/Pfad?q=1#a"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("müller.example/ä", "https://müller.example/ä"),
        ("//x.de", "https://x.de"),
        ("x.de/?to=http://y.de", "https://x.de/?to=http://y.de"),
    ],
)
def test_a_website_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert urls.check(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "javascript:alert(1)",
        "JaVaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "javascript://x.de/%0aalert(1)",
        "mailto:a@b.de",
        "ftp://x.de",
        "http://a:b@x.de",
        "x.de@y.de",
        "http://localhost",
        "http://x",
        "#CAJUN.HTM#",
        "x.de/a b",
        "x.de\\@y.de",
        'x.de/"onmouseover=',
        "https://x.de:99999",
        "https://[::1",
        f"x.de/{'a' * 3000}",
        "1.2.3.4",
    ],
)
def test_what_is_no_website_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        urls.check(typed)


@given(st.text(max_size=60) | st.from_regex(r"[a-z]{1,9}:?/{0,2}[a-z.:@]{0,20}", fullmatch=True))
def test_only_web_addresses_come_through(typed: str) -> None:
    try:
        kept = urls.check(typed)
    except Refused:
        return
    assert kept.startswith(("https://", "http://"))
    assert urls.check(kept) == kept
