"""What the search finds records by, written anew where a field is searched no longer, or again.

Piece by piece, each accounted for in the transaction that writes it: a worker that is stopped
loses nothing, and two at once do nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import F

from . import counting, kinds
from .models import Definition, StaleWords

AT_ONCE: Final = 500


def ask(definitions: Iterable[Definition]) -> None:
    """In the transaction that changes them, from the beginning on."""
    for each in definitions:
        begun = {"cursor": 0, "asked": F("asked") + 1}
        if not StaleWords.objects.filter(definition=each).update(**begun):
            StaleWords.objects.create(definition=each)


def rewrite() -> None:
    """All that is left."""
    for stale in StaleWords.objects.select_related("definition").order_by("pk"):
        while piece(stale):
            pass


def piece(stale: StaleWords) -> bool:
    """Whether there may be more, and it is still for this worker to do."""
    kind = kinds.find(stale.definition.kind)
    found: list[int] = []
    if kind is not None and kind.rewrite is not None:
        rows = kind.model._base_manager.filter(counting.holding(stale.definition), deleted_at=None)
        keys = rows.filter(pk__gt=stale.cursor).order_by("pk").values_list("pk", flat=True)
        found = list(keys[:AT_ONCE])
    # Nobody else has taken it a step on, and nobody has asked again meanwhile.
    mine = StaleWords.objects.filter(pk=stale.pk, cursor=stale.cursor, asked=stale.asked)
    if kind is None or kind.rewrite is None or not found:
        mine.delete()
        return False
    with transaction.atomic():
        if not mine.update(cursor=found[-1]):
            return False
        kind.rewrite(found)
    stale.cursor = found[-1]
    return True
