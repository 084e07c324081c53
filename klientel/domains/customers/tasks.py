"""What wakes the finder of duplicates. A task lost with its worker is found again by the sweep."""

from __future__ import annotations

from klientel.foundation.lib import processes
from klientel.foundation.lib.jobs import at, at_start, job

from .actions.doubles import running


@job
def find_doubles(run_id: int) -> None:
    running.work(run_id, processes.name())


@at(minute="*")
def sweep_doubles() -> None:
    """Take up what a killed worker has left."""
    for run in running.reclaimable():
        find_doubles(run.pk)


@at_start
def take_up_doubles() -> None:
    sweep_doubles()
