"""Who works on a run: whoever gave a sign of life a moment ago and has not ended since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Protocol

from django.utils import timezone

from klientel.foundation.lib import processes

LEASE: Final = timedelta(seconds=30)  # where it is not known whether its holder still runs


class LeaseLost(RuntimeError):
    """Another worker has taken the run over, or its owner stopped it."""


class Leased(Protocol):
    """What a row says of whoever works on it."""

    worker: str
    heartbeat: datetime | None


def is_held(run: Leased) -> bool:
    is_fresh = run.heartbeat and run.heartbeat > timezone.now() - LEASE
    return bool(run.worker and is_fresh and not processes.is_gone(run.worker))
