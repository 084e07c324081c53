"""What happens by the clock. The rows say what is left to do, whoever ended in between."""

from __future__ import annotations

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup

from . import retention


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def apply() -> None:
    retention.begin()
    retention.work()


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def go_on() -> None:
    retention.work()


@on_startup()  # type: ignore[untyped-decorator]  # huey has no types
def take_up_removals() -> None:
    go_on()


@db_periodic_task(crontab(hour="3", minute="7"))  # type: ignore[untyped-decorator]  # huey has no types
def nightly() -> None:
    retention.begin()
    retention.work()


@db_periodic_task(crontab(minute="37"))  # type: ignore[untyped-decorator]  # huey has no types
def hourly() -> None:
    """What an ended worker has left."""
    retention.work()
