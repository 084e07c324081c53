"""What wakes the engine. A task lost with its worker is found again by the sweep."""

from __future__ import annotations

import uuid

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from klientel.foundation.access import SYSTEM
from klientel.services.accounts import actors
from klientel.services.accounts.models import User

from . import engine, working
from .models import Run, State

HALF_MINUTE = 30


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def work(run_id: int) -> None:
    if engine.work(run_id, uuid.uuid4().hex):
        _next()


def _next() -> None:
    """Runs that waited for this one to end."""
    for run in working.reclaimable():
        if run.state == State.RUNNING:
            work(run.pk)
            return


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def take_back(run_id: int, user_id: int | None) -> None:
    actor = SYSTEM if user_id is None else actors.from_user(User.objects.get(pk=user_id))
    working.take_back(actor, Run.objects.get(pk=run_id))


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def sweep() -> None:
    """Take up what a killed worker has left."""
    for run in working.reclaimable():
        work(run.pk)
    for run in working.undoable():
        take_back(run.pk, run.owner_id)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]  # huey has no types
def sweep_twice() -> None:
    """The scheduler counts in minutes; every other sweep is asked for in between."""
    sweep()
    sweep.schedule(delay=HALF_MINUTE)
