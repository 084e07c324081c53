"""What wakes the delivery. The rows are the truth: a lost wake-up is made good by the sweep."""

from __future__ import annotations

from klientel.foundation.lib.jobs import at, job

from . import delivery

HALF_MINUTE = 30


@job
def deliver() -> None:
    delivery.deliver_due()


@job
def sweep() -> None:
    delivery.sweep()


@at(minute="*")
def sweep_twice() -> None:
    """The scheduler counts in minutes; every other sweep is asked for in between."""
    sweep()
    sweep.schedule(delay=HALF_MINUTE)


@at(hour="3", minute="47")
def purge() -> None:
    delivery.purge()
