"""The time, asked for in one place so that tests can stop it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today(zone: str) -> date:
    return now().astimezone(ZoneInfo(zone)).date()
