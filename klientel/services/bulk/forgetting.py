"""What changes to many rows forget about somebody."""

from __future__ import annotations

from collections.abc import Sequence

from klientel.services.journal.forgetting import Words

from .models import BulkRow, BulkRun

RUN = ("wish", "form", "stayed")
ROW = ("name", "differences", "problems")


def forget_rows(kind: str, keys: Sequence[int]) -> None:
    BulkRow.objects.filter(run__kind=kind, key__in=keys).delete()


def forget(kind: str, key: int, words: Words) -> None:
    """The rows kept of them go; in what was wished for many only their words do."""
    forget_rows(kind, [key])
    for row in BulkRow.objects.order_by("pk").iterator(500):
        _rename(row, ROW, words)
    for run in BulkRun.objects.order_by("pk").iterator(500):
        _rename(run, RUN, words)


def _rename(row: BulkRow | BulkRun, names: tuple[str, ...], words: Words) -> None:
    changed = []
    for name in names:
        before = getattr(row, name)
        after = words.replaced(before)
        if before != after:
            setattr(row, name, after)
            changed.append(name)
    if changed:
        row.save(update_fields=changed)
