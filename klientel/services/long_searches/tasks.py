"""What wakes a search. A task lost with its worker is found again by the sweep."""

from __future__ import annotations

from klientel.foundation.lib import processes
from klientel.foundation.lib.jobs import at, at_start, job
from klientel.services.runs.leases import is_held

from . import engine, forgetting, queries
from .models import LongSearch, State


@job
def work(key: int) -> None:
    if engine.work(key, processes.name()):
        queries.announce(LongSearch.objects.get(pk=key))


@at(minute="*")
def sweep_searches() -> None:
    """Take up what a killed worker has left."""
    for search in LongSearch.objects.filter(state=State.RUNNING).order_by("pk"):
        if not is_held(search):
            work(search.pk)


@at_start
def take_up_searches() -> None:
    sweep_searches()


@at(minute="23", hour="3")
def forget_searches() -> None:
    forgetting.forget_old()
