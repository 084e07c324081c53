"""The app on somebody's phone. Its clock and the server's are one, and move only when told to."""

from __future__ import annotations

import hmac
from base64 import b32decode
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal import auth


class Phone:
    """Shows the six digits of RFC 6238."""

    def __init__(self) -> None:
        self.step = 58_000_000  # of half a minute, since 1970

    def code(self, secret: str) -> str:
        digest = hmac.digest(b32decode(secret.strip()), self.step.to_bytes(8, "big"), "sha1")
        start = digest[-1] & 15
        number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"

    def half_a_minute_later(self) -> None:
        self.step += 1


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A code never runs out between being read and being sent."""
    found = Phone()

    def steps() -> Iterator[int]:
        yield found.step

    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", steps)
    return found
