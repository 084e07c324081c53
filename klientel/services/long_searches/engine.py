"""Looking at the rows piece by piece, each accounted for in the transaction that keeps its hits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from klientel.foundation.ui.listing import Listing
from klientel.services.accounts import actors
from klientel.services.runs.leases import LeaseLost, is_held

from . import kinds
from .models import LongHit, LongSearch, State

MOST: Final = 100_000  # hits: as many as can be changed at once
FIRST: Final = 2_000  # keys of the first piece
LARGEST: Final = 50_000
SHORT, LONG = 0.2, 1.0  # seconds of a piece that is too small, too large
Watch = Callable[[LongSearch], None]
log = logging.getLogger(__name__)


def work(key: int, worker: str, watch: Watch | None = None) -> bool:
    """Do what is left of a search. False when someone else has it."""
    search = _claim(key, worker)
    if search is None:
        return False
    try:
        _through(search, watch)
    except LeaseLost:
        return False
    except Exception:
        log.exception("search %s failed", search.pk)
        _end(search, State.FAILED)
    return True


def _claim(key: int, worker: str) -> LongSearch | None:
    with transaction.atomic():
        rows = LongSearch.objects.select_for_update(of=("self",)).select_related("owner")
        search = rows.filter(pk=key, state=State.RUNNING).first()
        if search is None or (is_held(search) and search.worker != worker):
            return None
        search.worker, search.heartbeat = worker, timezone.now()
        search.save(update_fields=["worker", "heartbeat"])
    return search


def _through(search: LongSearch, watch: Watch | None) -> None:
    """With the rights its owner has now, and the days of their time zone."""
    actor = actors.from_user(search.owner)
    if search.kind not in kinds.open_to(actor):
        _end(search, State.FAILED)
        return
    zone = search.owner.time_zone
    with timezone.override(ZoneInfo(zone) if zone else timezone.get_default_timezone()):
        listing = kinds.kind(search.kind).listing(actor, search.asked)
        size = FIRST
        while search.cursor < search.last and search.found <= MOST:
            begun = perf_counter()
            _piece(search, listing, size)
            taken = perf_counter() - begun
            if taken < SHORT:
                size = min(LARGEST, size * 2)
            elif taken > LONG:
                size = max(1, size // 2)
            if watch:
                watch(search)
    _end(search, State.FULL if search.found > MOST else State.DONE)


def _piece(search: LongSearch, listing: Listing[Any], size: int) -> None:
    upto = min(search.cursor + size, search.last)
    keys = listing.keys_between(search.cursor, upto)
    with transaction.atomic():
        _move_on(search, upto, keys)
        LongHit.objects.bulk_create([LongHit(search=search, key=key) for key in keys], 500)


def _move_on(search: LongSearch, upto: int, keys: Sequence[int]) -> None:
    found = search.found + len(keys)
    mine = LongSearch.objects.filter(pk=search.pk, worker=search.worker, state=State.RUNNING)
    if not mine.update(cursor=upto, found=found, heartbeat=timezone.now()):
        raise LeaseLost(search.pk)
    search.cursor, search.found = upto, found


def _end(search: LongSearch, state: State) -> None:
    mine = LongSearch.objects.filter(pk=search.pk, worker=search.worker, state=State.RUNNING)
    mine.update(state=state, worker="", finished_at=timezone.now())
