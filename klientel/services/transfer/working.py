"""Who works on a run, and what each chunk leaves behind: cursor, counts and rows to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from klientel.foundation.lib import sentences
from klientel.services.runs import owning
from klientel.services.runs.leases import LeaseLost, is_held

from .importers import OUTCOMES, Problem, Result
from .models import WORKING, Run, RunRow, State

SHOWN: Final = 200  # rows kept of each outcome; refused ones are all kept
REMARKED: Final = 1_000
VALUE_MAX: Final = 300


def claim(run_id: int, worker: str) -> Run | None:
    """Take the lease, unless somebody holds it. One run writes at a time, the oldest first.

    Two imports that write side by side would each create the customer the other one lacks.
    """
    with transaction.atomic():
        waiting = Run.objects.select_for_update().filter(state=State.RUNNING).order_by("started_at")
        running = list(waiting)
        run = Run.objects.select_for_update().filter(pk=run_id, state__in=WORKING).first()
        if run is None or (is_held(run) and run.worker != worker):
            return None
        if run.state == State.RUNNING and any(is_held(r) for r in running if r.pk != run.pk):
            return None
        run.worker, run.heartbeat = worker, timezone.now()
        run.save(update_fields=["worker", "heartbeat"])
    return run


def reclaimable() -> list[Run]:
    """Runs whose worker is gone, the oldest first."""
    return owning.reclaimable(Run.objects.all())


def release(run: Run) -> None:
    """Leave the rest of a run to whoever comes next."""
    Run.objects.filter(pk=run.pk, worker=run.worker).update(worker="", heartbeat=None)


def move_on(run: Run, results: Sequence[Result], *, cursor: int, seconds: float) -> None:
    """Account for a chunk. In the transaction that writes it."""
    counts = Counter(result.outcome for result in results)
    remarked = sum(1 for result in results if result.remarks)
    steps = {name: F(name) + counts[name] for name in OUTCOMES if counts[name]}
    mine = Run.objects.filter(pk=run.pk, worker=run.worker, state=run.state)
    moved = mine.update(
        rows=F("rows") + len(results),
        remarks=F("remarks") + remarked,
        cursor=cursor,
        position=run.position,
        seconds=F("seconds") + seconds,
        heartbeat=timezone.now(),
        **steps,
    )
    if not moved:
        raise LeaseLost(run.pk)
    RunRow.objects.bulk_create(_shown(run, results))
    for name in OUTCOMES:
        setattr(run, name, getattr(run, name) + counts[name])
    run.remarks += remarked


def _shown(run: Run, results: Sequence[Result]) -> list[RunRow]:
    room = {name: SHOWN - getattr(run, name) for name in OUTCOMES}
    remarked = REMARKED - run.remarks
    shown: list[RunRow] = []
    for result in results:
        room[result.outcome] -= 1
        remarked -= 1 if result.remarks else 0
        kept = result.outcome == "refused" or room[result.outcome] >= 0
        if kept or (result.remarks and remarked >= 0):
            shown.append(_row(run, result))
    return shown


def _row(run: Run, result: Result) -> RunRow:
    return RunRow(
        run=run,
        row=result.row,
        outcome=result.outcome,
        name=result.name[:200],
        detail=result.detail[:200],
        key=result.key,
        differences=[[d.title, d.old[:VALUE_MAX], d.new[:VALUE_MAX]] for d in result.differences],
        errors=[_stored(problem) for problem in result.errors],
        remarks=[_stored(problem) for problem in result.remarks],
    )


def _stored(problem: Problem) -> list[sentences.Kept]:
    value = problem.value.replace("\x00", "")
    return [problem.column, value[:VALUE_MAX], sentences.kept(problem.reason)]


def finish(run: Run, *, seconds: float) -> bool:
    """At the end of the file. False when somebody else has the run meanwhile."""
    state = State.PLANNED if run.state == State.PLANNING else State.DONE
    return _end(run, state, "", seconds=seconds)


def fail(run: Run, sentence: str) -> None:
    """`sentence` is a message of the catalogue, translated for whoever reads it."""
    _end(run, State.FAILED, sentence)


def _end(run: Run, state: State, error: str, *, seconds: float = 0) -> bool:
    mine = Run.objects.filter(pk=run.pk, worker=run.worker, state=run.state)
    ended = mine.update(
        state=state,
        error=error,
        worker="",
        total=F("rows"),
        seconds=F("seconds") + seconds,
        finished_at=timezone.now(),
    )
    return bool(ended)
