"""Browsers in two words."""

import pytest

from klientel.services.accounts.devices import describe

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"{MAC} Version/17.4 Safari/605.1.15", "Safari, macOS"),
        (f"{MAC} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, macOS"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit Chrome/140.0 Mobile", "Chrome, Android"),
        ("curl/8.5", "curl/8.5"),
        ("x" * 500, "x" * 60),
        ("", "?"),
    ],
)
def test_a_browser_is_named_in_two_words(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words
