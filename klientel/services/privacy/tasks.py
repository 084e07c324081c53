"""What happens by the clock. The rows say what is left to do, whoever ended in between."""

from __future__ import annotations

from klientel.foundation.lib.jobs import at, at_start, job

from . import retention


@job
def apply() -> None:
    retention.begin()
    retention.work()


@job
def go_on() -> None:
    retention.work()


@at_start
def take_up_removals() -> None:
    go_on()


@at(hour="3", minute="7")
def nightly() -> None:
    retention.begin()
    retention.work()


@at(minute="37")
def hourly() -> None:
    """What an ended worker has left."""
    retention.work()
