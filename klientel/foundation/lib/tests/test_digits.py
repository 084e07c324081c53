import pytest

from klientel.foundation.lib.digits import whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        (" 1", None),
        ("²", None),
        ("٣", None),
    ],
)
def test_only_whole_numbers_that_fit_a_key_are_read(text: str, number: int | None) -> None:
    assert whole(text) == number


def test_fewer_digits_may_be_asked_for() -> None:
    assert whole("123", most=3) == 123
    assert whole("1234", most=3) is None
