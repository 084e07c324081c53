"""What imports forget about somebody: the rows kept of them, and the file they stood in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from klientel.services.journal.forgetting import Words

from .about import Came
from .models import WORKING, Run, RunRow, State


def is_busy(found: Sequence[Came]) -> bool:
    """A file that is being read cannot go yet."""
    return any(came.run.is_working for came in found)


def forget(found: Sequence[Came], words: Words) -> None:
    """The file goes as a whole, as it cannot be told apart; what came of it is kept in figures."""
    for came in found:
        RunRow.objects.filter(pk__in=[row.pk for row in came.rows]).delete()
        drop_file(came.run)
        run = came.run
        run.layout, run.mapping = words.replaced(run.layout), words.replaced(run.mapping)
        run.stayed = words.replaced(run.stayed)
        run.save(update_fields=["layout", "mapping", "stayed"])


def forget_rows(kind: str, keys: Sequence[int]) -> None:
    """What was kept of rows that led to these records."""
    RunRow.objects.filter(run__kind=kind, key__in=keys).delete()


def drop_file(run: Run) -> None:
    """An import that still waits for its owner is stopped by it."""
    if run.file:
        storage, name = run.file.storage, str(run.file.name)
        transaction.on_commit(lambda: storage.delete(name))
    run.file, run.file_name = "", f"import-{run.pk}.csv"
    if not run.is_ended:
        run.state, run.finished_at, run.worker = State.CANCELLED, timezone.now(), ""
    run.save(update_fields=["file", "file_name", "state", "finished_at", "worker"])


def count_before(moment: datetime) -> int:
    return _kept(moment).count()


def drop_before(moment: datetime, most: int) -> int:
    """Files and kept rows of old imports; what they did stays in figures and in the history."""
    found = list(_kept(moment).order_by("pk")[:most])
    RunRow.objects.filter(run__in=found).delete()
    for run in found:
        drop_file(run)
    return len(found)


def _kept(moment: datetime) -> QuerySet[Run]:
    return Run.objects.filter(created_at__lt=moment).exclude(file="").exclude(state__in=WORKING)
