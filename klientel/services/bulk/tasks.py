"""What wakes the engine. A task lost with its worker is found again by the sweep."""

from __future__ import annotations

from django.urls import reverse

from klientel.foundation.access import SYSTEM
from klientel.foundation.lib import processes
from klientel.foundation.lib.jobs import at, at_start, job
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.accounts import actors
from klientel.services.accounts.models import User
from klientel.services.notifications import notices
from klientel.services.runs import undoing

from . import engine, queries, working
from .models import BulkRun

HALF_MINUTE = 30


@job
def work(run_id: int) -> None:
    if engine.work(run_id, processes.name()):
        queries.announce(BulkRun.objects.get(pk=run_id))


@job
def take_back(run_id: int, user_id: int | None) -> None:
    actor = SYSTEM if user_id is None else actors.from_user(User.objects.get(pk=user_id))
    run = BulkRun.objects.get(pk=run_id)
    if undoing.take_back(actor, run, processes.name()):
        notices.tell(user_id, _("The change was undone."), reverse("bulk:run", args=[run.pk]))


@job
def sweep() -> None:
    """Take up what a killed worker has left."""
    working.forget()
    for run in working.reclaimable():
        work(run.pk)
    for run in undoing.waiting(BulkRun):
        take_back(run.pk, undoing.asked_by(run))


@at_start
def take_up_changes() -> None:
    """A worker that begins does not wait for the clock."""
    sweep()


@at(minute="*")
def sweep_twice() -> None:
    """The scheduler counts in minutes; every other sweep is asked for in between."""
    sweep()
    sweep.schedule(delay=HALF_MINUTE)
