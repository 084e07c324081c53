"""What happens by the clock."""

from __future__ import annotations

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from .actions import sweeping


@db_periodic_task(crontab(hour="3", minute="23"))  # type: ignore[untyped-decorator]  # huey has no types
def sweep() -> None:
    sweeping.sweep()
