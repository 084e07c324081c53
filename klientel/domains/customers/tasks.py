"""What wakes the finder of duplicates. A task lost with its worker is found again by the sweep."""

from __future__ import annotations

from typing import Any

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup

from klientel.foundation.lib import processes

from .actions.doubles import running


def _find(run_id: int) -> None:
    running.work(run_id, processes.name())


def _sweep() -> None:
    """Take up what a killed worker has left."""
    for run in running.reclaimable():
        find_doubles(run.pk)


# Called and not written above the functions: huey has no types.
find_doubles: Any = db_task(name="find_doubles")(_find)
sweep_doubles: Any = db_periodic_task(crontab(minute="*"), name="sweep_doubles")(_sweep)
take_up_doubles: Any = on_startup(name="take_up_doubles")(_sweep)
