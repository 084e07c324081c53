"""Who works on a run, and what each piece leaves behind: cursor, counts and rows to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from klientel.foundation.lib import sentences
from klientel.services.runs import owning
from klientel.services.runs.leases import LeaseLost, is_held

from .kinds import OUTCOMES, Result, Value
from .models import ENDED, TEXT_MAX, WORKING, BulkRow, BulkRun, Piece, State

SHOWN: Final = 200  # rows kept of each outcome; refused ones are all kept
KEPT: Final = timedelta(days=1)  # how long one that was never started stays


def claim(run_id: int, worker: str) -> BulkRun | None:
    """Take the lease, unless somebody holds it."""
    with transaction.atomic():
        found = BulkRun.objects.select_for_update().filter(pk=run_id, state__in=WORKING)
        run = found.first()
        if run is None or (is_held(run) and run.worker != worker):
            return None
        run.worker, run.heartbeat = worker, timezone.now()
        run.save(update_fields=["worker", "heartbeat"])
    return run


def reclaimable() -> list[BulkRun]:
    """Runs whose worker is gone, the oldest first."""
    return owning.reclaimable(BulkRun.objects.all())


def forget() -> None:
    """Those that were prepared and never started."""
    old = BulkRun.objects.filter(created_at__lt=timezone.now() - KEPT)
    old.exclude(state__in=[State.RUNNING, *ENDED]).delete()


def move_on(
    run: BulkRun, piece: Piece, results: Sequence[Result], *, moved: int, seconds: float
) -> None:
    """Account for a piece. In the transaction that writes it."""
    counts = Counter(result.outcome for result in results)
    remarks = Counter(run.remarks) + Counter(r.remark for r in results if r.remark)
    steps = {name: F(name) + counts[name] for name in OUTCOMES if counts[name]}
    mine = BulkRun.objects.filter(pk=run.pk, worker=run.worker, state=run.state)
    is_mine = mine.update(
        rows=F("rows") + len(results),
        moved=F("moved") + moved,
        cursor=piece.place + 1,
        seconds=F("seconds") + seconds,
        heartbeat=timezone.now(),
        remarks=dict(remarks),
        **steps,
    )
    if not is_mine:
        raise LeaseLost(run.pk)
    BulkRow.objects.bulk_create(_shown(run, results))
    run.remarks = dict(remarks)
    for name in OUTCOMES:
        setattr(run, name, getattr(run, name) + counts[name])


def _shown(run: BulkRun, results: Sequence[Result]) -> list[BulkRow]:
    room = {name: SHOWN - getattr(run, name) for name in OUTCOMES}
    shown: list[BulkRow] = []
    for result in results:
        room[result.outcome] -= 1
        if result.outcome == "refused" or room[result.outcome] >= 0:
            shown.append(_row(run, result))
    return shown


def _row(run: BulkRun, result: Result) -> BulkRow:
    return BulkRow(
        run=run,
        key=result.key,
        outcome=result.outcome,
        name=result.name[:200],
        differences=[[d.field, _stored(d.old), _stored(d.new)] for d in result.differences],
        problems=[[p.field, sentences.kept(p.reason)] for p in result.problems],
    )


def _stored(value: str | Value) -> str | dict[str, Any]:
    """Long texts are cut; what is no text is as long as its field allows."""
    if isinstance(value, str):
        return value[:TEXT_MAX]
    known = value.stored
    return {"value": known[:TEXT_MAX] if isinstance(known, str) else known}


def end(run: BulkRun, state: State, error: str = "", *, seconds: float = 0) -> None:
    """`error` is a message of the catalogue, translated for whoever reads it."""
    mine = BulkRun.objects.filter(pk=run.pk, worker=run.worker, state=run.state)
    mine.update(
        state=state,
        error=error,
        worker="",
        seconds=F("seconds") + seconds,
        finished_at=timezone.now(),
    )
