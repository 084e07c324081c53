"""Taking an import back: by one worker at a time, and by the next one where the first was ended."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone

from klientel.foundation.access import Actor
from klientel.foundation.lib import sentences
from klientel.services.journal.models import Batch
from klientel.services.journal.undo import Outcome, Refusal, undo_batch

from .models import Run, RunQuerySet, Undo
from .working import SHOWN, LeaseLost, is_held


def begin(run: Run) -> bool:
    """Ask for it. False when it is done, or somebody is at it; what a dead one left is taken up."""
    fresh = Run.objects.filter(pk=run.pk, undo=Undo.NONE)
    fresh.update(undo=Undo.WAITING, undone=0, stayed=[], worker="", heartbeat=None)
    run.refresh_from_db()
    return run.undo == Undo.WAITING and not is_held(run)


def waiting() -> list[Run]:
    """What was asked for and nobody does."""
    return [run for run in Run.objects.filter(undo=Undo.WAITING) if not is_held(run)]


def asked_by(run: Run) -> int | None:
    """Who began the undo; of one not yet begun, whose import it was."""
    begun = Batch.objects.filter(undo_of=run.batch).order_by("-at").first()
    return begun.actor_id if begun else run.owner_id


def take_back(actor: Actor, run_id: int, worker: str) -> Outcome | None:
    """Undo what is left of the run's batch. None when somebody else does it."""
    run = _claim(run_id, worker)
    if run is None:
        return None
    try:
        outcome = _undone(actor, run)
    except LeaseLost:
        return None
    except PermissionDenied:
        _mine(run).update(undo=Undo.NONE, worker="")
        raise
    _mine(run).update(undo=Undo.DONE, worker="")
    return outcome


def _claim(run_id: int, worker: str) -> Run | None:
    """Of two that find it free at once only one finds it as it was."""
    run = Run.objects.filter(pk=run_id, undo=Undo.WAITING).first()
    if run is None or is_held(run):
        return None
    as_it_was = _mine(run).filter(heartbeat=run.heartbeat)
    run.worker, run.heartbeat = worker, timezone.now()
    return run if as_it_was.update(worker=worker, heartbeat=run.heartbeat) else None


def _mine(run: Run) -> RunQuerySet:
    return Run.objects.filter(pk=run.pk, undo=Undo.WAITING, worker=run.worker)


def _undone(actor: Actor, run: Run) -> Outcome:
    if not Batch.objects.filter(pk=run.batch).exists():
        return Outcome("", 0, [])

    def moved(count: int, refused: Sequence[Refusal]) -> None:
        """A sign of life, and how far it is. The next worker goes on counting."""
        run.stayed += [[r.name, sentences.kept(r.reason)] for r in refused]
        run.stayed = run.stayed[:SHOWN]
        fresh = {"heartbeat": timezone.now(), "undone": F("undone") + count, "stayed": run.stayed}
        if not _mine(run).update(**fresh):
            raise LeaseLost(run.pk)

    return undo_batch(actor, run.batch, moved=moved)
