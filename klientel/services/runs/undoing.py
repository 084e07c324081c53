"""Taking a run back: by one worker at a time, and by the next one where the first was ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import processes, sentences
from klientel.services.journal.models import Batch
from klientel.services.journal.undo import Outcome, Refusal, undo_batch

from .leases import LeaseLost, is_held
from .models import Run, Undo

SHOWN = 200  # of what stayed, the first are named
R = TypeVar("R", bound=Run)


def undo(actor: Actor, run: R, *, is_short: bool, later: Callable[[], object]) -> R:
    """Take everything back: a small run at once, a large one is left to the background.

    Raises ValidationError for one that still works, or that somebody is undoing.
    """
    if not run.is_ended:
        raise ValidationError(_("It can be undone when it is at its end."))
    if not begin(run):
        if run.undo == Undo.DONE:
            return run
        raise ValidationError(_("It is being undone already."))
    if is_short:
        take_back(actor, run, processes.name())
        run.refresh_from_db()
    else:
        transaction.on_commit(later)
    return run


def begin(run: Run) -> bool:
    """Ask for it. False when it is done, or somebody is at it; what a dead one left is taken up."""
    fresh = type(run)._base_manager.filter(pk=run.pk, undo=Undo.NONE)
    fresh.update(undo=Undo.WAITING, undone=0, stayed=[], worker="", heartbeat=None)
    run.refresh_from_db()
    return run.undo == Undo.WAITING and not is_held(run)


def waiting(model: type[R]) -> list[R]:
    """What was asked for and nobody does."""
    asked = model._base_manager.filter(undo=Undo.WAITING)
    return [run for run in asked if not is_held(run)]


def asked_by(run: Run) -> int | None:
    """Who began the undo; of one not yet begun, whose run it was."""
    begun = Batch.objects.filter(undo_of=run.batch).order_by("-at").first()
    return begun.actor_id if begun else run.owner_id


def take_back(actor: Actor, found: Run, worker: str) -> Outcome | None:
    """Undo what is left of the run's batch. None when somebody else does it."""
    run = _claim(found, worker)
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


def _claim(found: R, worker: str) -> R | None:
    """Of two that find it free at once only one finds it as it was."""
    run = type(found)._base_manager.filter(pk=found.pk, undo=Undo.WAITING).first()
    if run is None or is_held(run):
        return None
    as_it_was = _mine(run).filter(heartbeat=run.heartbeat)
    run.worker, run.heartbeat = worker, timezone.now()
    return run if as_it_was.update(worker=worker, heartbeat=run.heartbeat) else None


def _mine(run: R) -> QuerySet[R]:
    asked = type(run)._base_manager.filter(undo=Undo.WAITING)
    return asked.filter(pk=run.pk, worker=run.worker)


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
