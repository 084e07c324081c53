"""Working through the chosen rows: in pieces, each accounted for in the transaction that writes it.

Checking and writing are the same pass: a check takes back in the database what it has just done, so
what the preview says is what the run does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from time import perf_counter

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actors
from klientel.services.accounts.models import User
from klientel.services.runs.leases import LeaseLost

from . import kinds, working
from .kinds import Item, Result, Task
from .models import BulkRun, Piece, State
from .wishes import Wish

Watch = Callable[[BulkRun], None]
log = logging.getLogger(__name__)


def work(run_id: int, worker: str, watch: Watch | None = None) -> bool:
    """Do what is left of a run. False when someone else has it."""
    run = working.claim(run_id, worker)
    if run is None:
        return False
    language = run.owner.language if run.owner and run.owner.language else run.language
    with translation.override(language or translation.get_language()):
        try:
            _through(run, watch)
        except PermissionDenied:
            reason = gettext_noop("Who started this change may no longer make it.")
            working.end(run, State.FAILED, reason)
        except LeaseLost:
            return False
    return True


def _through(run: BulkRun, watch: Watch | None) -> None:
    actor = actor_of(run)
    kind = kinds.kind(run.kind)
    wish = Wish.read(run.wish)
    for permission in ("bulk.change", kind.permission_for(wish)):
        actor.require(permission)
    act = kind.act(wish)
    change = act.change if act else kind.change
    task = Task(wish, cache(lambda: _keys(run)))
    for place in range(run.cursor, run.pieces.count()):
        _piece(run, run.pieces.get(place=place), lambda items: change(actor, items, task))
        if watch:
            watch(run)
    working.end(run, State.PLANNED if run.state == State.PLANNING else State.DONE)


def _keys(run: BulkRun) -> Collection[int]:
    pieces = run.pieces.values_list("items", flat=True).iterator()
    return frozenset(key for items in pieces for key, _version in items)


Change = Callable[[Sequence[Item]], Sequence[Result]]


def _piece(run: BulkRun, piece: Piece, change: Change) -> None:
    begun = perf_counter()
    items = [Item(*each) for each in piece.items]
    with transaction.atomic():
        if run.state == State.PLANNING:
            results = _tried(change, items)
            piece.items = [[result.key, result.version] for result in results]
            piece.save(update_fields=["items"])
            moved = 0
        else:
            results = change(items)
            moved = _moved(results, dict(items))
        working.move_on(run, piece, results, moved=moved, seconds=perf_counter() - begun)


def _tried(change: Change, items: Sequence[Item]) -> Sequence[Result]:
    """What it comes to. Nothing of it stays."""
    with transaction.atomic():
        results = change(items)
        transaction.set_rollback(True)
    return results


def _moved(results: Sequence[Result], seen: Mapping[int, int | None]) -> int:
    """Rows that are not as they were when they were looked at."""
    return sum(1 for r in results if seen[r.key] is not None and r.version != seen[r.key])


def actor_of(run: BulkRun) -> Actor:
    """The person who started it, with the rights they have now."""
    if run.owner_id is None:
        return SYSTEM.via("task", batch=run.batch)
    user = User.objects.get(pk=run.owner_id)
    return actors.from_user(user).via("api" if run.origin == "api" else "web", batch=run.batch)
