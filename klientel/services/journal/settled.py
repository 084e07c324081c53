"""Whether what happened to a row since was itself taken back, so that it is as it was."""

from __future__ import annotations

from .facts import Subject, Undone
from .models import Batch, Entry


class Since:
    """What came after an entry. Asked for rows whose version is not the one the entry left."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._cancelled: dict[str, bool] = {}

    def is_settled(self, subject: Subject) -> bool:
        """Every later batch about the row was undone in full, or is the undo of such a batch."""
        later = self._batches(subject)
        return bool(later) and all(
            batch.undo_of in later
            or batch.undo_of == self._entry.batch_id
            or self._is_cancelled(key)
            for key, batch in later.items()
        )

    def _batches(self, subject: Subject) -> dict[str, Batch]:
        model, key = subject
        about = {
            "entries__mentions__model": model,
            "entries__mentions__first": key,
            "entries__mentions__last": key,
            "entries__pk__gt": self._entry.pk,
        }
        found = Batch.objects.filter(**about).exclude(pk=self._entry.batch_id)
        return {batch.key: batch for batch in found}

    def _is_cancelled(self, key: str) -> bool:
        """An undo of it went through, and was not undone itself."""
        if key not in self._cancelled:
            self._cancelled[key] = False
            undos = Batch.objects.filter(undo_of=key).values_list("key", flat=True)
            self._cancelled[key] = any(
                _went_through(key, undo) and not self._is_cancelled(undo) for undo in undos
            )
        return self._cancelled[key]


def _went_through(key: str, undo: str) -> bool:
    """Nothing of the batch is left, and nothing stayed as it was."""
    left = Entry.objects.filter(batch=key, undone_by="").exclude(changes=[])
    if left.exists():
        return False
    told = Entry.objects.filter(batch=undo, kind=Undone.kind).values_list("data", flat=True)
    return all(not data.get("stayed") for data in told)
