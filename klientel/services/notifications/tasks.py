"""What wakes the delivery. The rows are the truth: a lost wake-up is made good by the sweep."""

from __future__ import annotations

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from . import delivery

HALF_MINUTE = 30


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def deliver() -> None:
    delivery.deliver_due()


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def sweep() -> None:
    delivery.sweep()


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]  # huey has no types
def sweep_twice() -> None:
    """The scheduler counts in minutes; every other sweep is asked for in between."""
    sweep()
    sweep.schedule(delay=HALF_MINUTE)


@db_periodic_task(crontab(hour="3", minute="47"))  # type: ignore[untyped-decorator]  # huey has no types
def purge() -> None:
    delivery.purge()
