"""Whose a run is: who may stop it, and how."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from klientel.foundation.access import Actor

from .leases import is_held
from .models import ENDED, WORKING, Run

R = TypeVar("R", bound=Run)
CANCELLED = "cancelled"


def require_own(actor: Actor, run: Run, permission: str) -> None:
    """One's own, or that of others for who may undo them."""
    if run.owner_id != actor.user_id and not actor.may("journal.undo"):
        raise PermissionDenied(permission)


def cancel(run: R) -> R:
    """Stop after the present piece. What is written stays and can be undone."""
    rows = type(run)._default_manager.filter(pk=run.pk)
    rows.exclude(state__in=ENDED).update(state=CANCELLED, finished_at=timezone.now(), worker="")
    run.refresh_from_db()
    return run


def reclaimable(rows: QuerySet[R]) -> list[R]:
    """Runs whose worker is gone, the oldest first."""
    found = rows.filter(state__in=WORKING).order_by("started_at")
    return [run for run in found if not is_held(run)]
