"""What files can hang on: a file is seen by who sees its record, and is gone when that is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.services.journal.facts import Subject


@dataclass(frozen=True)
class Attachable:
    """One kind of record: which of its rows an actor sees, and the right to change them."""

    rows: Callable[[Actor], RowQuerySet[Row]]
    change: str


_known: dict[str, Attachable] = {}


def register(model: str, rows: Callable[[Actor], RowQuerySet[Row]], *, change: str) -> None:
    _known[model] = Attachable(rows, change)


def attachable(model: str) -> Attachable:
    """Raises LookupError for a record that takes no files."""
    return _known[model]


def is_seen(actor: Actor, subject: Subject) -> bool:
    model, key = subject
    return attachable(model).rows(actor).filter(pk=key).exists()


def on_what_is_seen(actor: Actor) -> Q:
    """Asked row by row: a list of all the records somebody sees would be long."""
    found = Q(pk__in=[])
    for model, kind in _known.items():
        rows = kind.rows(actor).filter(pk=OuterRef("subject_id"))
        found |= Q(subject=model) & Q(Exists(rows))
    return found
