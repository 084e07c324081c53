"""Runs: opened for the rows somebody chose, told what to change, checked, started, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.lib import processes
from klientel.services.runs import owning, undoing

from . import engine, kinds, tasks
from .kinds import OUTCOMES, Kind
from .models import ENDED, BulkRow, BulkRun, Piece, State
from .wishes import Wish

MOST = 100_000  # rows of one change
AT_ONCE = 200  # rows one waits for; more go on in the background
PIECE = 100
UNDONE_AT_ONCE = 2_000


def open_run(actor: Actor, name: str, keys: Iterable[int], *, came: str = "") -> BulkRun:
    """For these rows, in this order. Raises ValidationError for none and for too many."""
    kind = _allowed(actor, name)
    chosen = list(dict.fromkeys(keys))
    if not chosen:
        raise ValidationError(_("None of the chosen rows is left."))
    if len(chosen) > MOST:
        sentence = _("At most %(count)s rows can be changed at once.")
        raise ValidationError(sentence % {"count": f"{MOST:,}"})
    with transaction.atomic():
        run = BulkRun.objects.create(
            kind=kind.name,
            owner_id=actor.user_id,
            owner_label=actor.label[:200],
            origin=actor.origin,
            language=translation.get_language() or "",
            batch=uuid.uuid4().hex,
            came=came[:2000],
            total=len(chosen),
        )
        pieces = enumerate(bulk.pieces(chosen, PIECE))
        Piece.objects.bulk_create(
            [
                Piece(run=run, place=place, items=[[key, None] for key in each])
                for place, each in pieces
            ],
            batch_size=50,
        )
    return run


def _allowed(actor: Actor, name: str) -> Kind:
    actor.require("bulk.change")
    kind = kinds.kind(name)
    actor.require(kind.permission)
    return kind


def check(
    actor: Actor, run: BulkRun, wish: Wish, *, form: Mapping[str, list[str]] | None = None
) -> BulkRun:
    """Look at every row and write nothing. `form` is shown again to who goes back."""
    return _begin(actor, run, State.PLANNING, wish=wish.stored(), form=dict(form or {}))


def start(actor: Actor, run: BulkRun, wish: Wish | None = None) -> BulkRun:
    """Write what was checked; or this wish, without a check."""
    given = {} if wish is None else {"wish": wish.stored()}
    if not given and run.state != State.PLANNED:
        raise ValidationError(_("This change was started already."))
    return _begin(actor, run, State.RUNNING, **given)


def _begin(actor: Actor, run: BulkRun, state: State, **values: Any) -> BulkRun:
    kind = _allowed(actor, run.kind)
    actor.require(kind.permission_for(Wish.read(values.get("wish", run.wish))))
    owning.require_own(actor, run, "bulk.change")
    is_short = run.total <= AT_ONCE
    worker = processes.name() if is_short else ""
    now = timezone.now()
    clean = dict.fromkeys(("rows", "moved", "cursor", "seconds", *OUTCOMES), 0)
    with transaction.atomic():
        open_ones = BulkRun.objects.filter(pk=run.pk).exclude(state__in=[State.RUNNING, *ENDED])
        begun = open_ones.update(
            state=state,
            started_at=now,
            worker=worker,
            heartbeat=now if worker else None,
            remarks={},
            **clean,
            **values,
        )
        if not begun:
            raise ValidationError(_("This change was started already."))
        BulkRow.objects.filter(run=run).delete()
    if is_short:
        engine.work(run.pk, worker)
    else:
        transaction.on_commit(lambda: tasks.work(run.pk))
    run.refresh_from_db()
    return run


def cancel(actor: Actor, run: BulkRun) -> BulkRun:
    """Stop after the present piece. What is written stays and can be undone."""
    owning.require_own(actor, run, "bulk.change")
    return owning.cancel(run)


def undo(actor: Actor, run: BulkRun) -> BulkRun:
    """Take everything back: a small run at once, a large one is left to the background."""
    owning.require_own(actor, run, "bulk.change")
    user_id = actor.user_id
    return undoing.undo(
        actor,
        run,
        is_short=run.changed <= UNDONE_AT_ONCE,
        later=lambda: tasks.take_back(run.pk, user_id),
    )
