"""What time it is: asked here, so that whoever builds a past or tests a future can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    return _set.get() or datetime.now(UTC)


def today(zone: str) -> date:
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Within it, `now` is this moment (aware)."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
