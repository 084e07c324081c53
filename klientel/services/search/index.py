"""Documents in and out, one or thousands, inside the caller's transaction: the only writer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from klientel.foundation.db import bulk

from . import terms
from .backends import engine
from .models import BEGINNING, KINDS, Document, keys

_AT_ONCE = 1000


@dataclass(frozen=True)
class Projected:
    """What can be found of one thing; `text` is made by `foundation.lib.text.search_text`, `name`
    is what lists of such things sort by."""

    object_id: int
    text: str
    customer_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Differences:
    """Object ids whose documents are not what they should be."""

    missing: list[int]
    changed: list[int]
    surplus: list[int]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.surplus)


def write(kind: str, documents: Sequence[Projected]) -> None:
    """Insert or change the documents of these things; the last of several for one thing stays."""
    for piece in bulk.pieces({each.object_id: each for each in documents}.values(), _AT_ONCE):
        with transaction.atomic(savepoint=False):
            _write(kind, piece)


def remove(kind: str, ids: Iterable[int]) -> None:
    for piece in bulk.pieces(ids, _AT_ONCE):
        with transaction.atomic(savepoint=False):
            gone = Document.objects.filter(kind=kind, pk__in=keys(kind, piece))
            engine(connection).forget(connection, list(gone.values_list("pk", flat=True)))
            gone.delete()


def replace(kind: str, documents: Iterable[Projected]) -> None:
    """Make the documents of a kind exactly these. Reads the documents as a stream."""
    kept: set[int] = set()
    for piece in bulk.pieces(documents, _AT_ONCE):
        write(kind, piece)
        kept.update(each.object_id for each in piece)
    remove(kind, sorted(_all_ids(kind) - kept))


def compare(kind: str, documents: Iterable[Projected]) -> Differences:
    """What `replace` would change."""
    missing: list[int] = []
    changed: list[int] = []
    seen: set[int] = set()
    for piece in bulk.pieces(documents, _AT_ONCE):
        found = _found(kind, piece)
        seen.update(each.object_id for each in piece)
        for each in piece:
            old = found.get(each.object_id)
            if old is None:
                missing.append(each.object_id)
            elif _differs(old, each):
                changed.append(each.object_id)
    return Differences(missing, changed, sorted(_all_ids(kind) - seen))


def customers_of(kind: str, ids: Iterable[int]) -> set[int]:
    """The customers that the documents of these things name."""
    found = Document.objects.filter(kind=kind, pk__in=keys(kind, ids)).exclude(customer_id=None)
    return {key for key in found.values_list("customer_id", flat=True) if key is not None}


def hold(kind: str, ids: Iterable[int]) -> None:
    """Until the transaction ends nobody else writes the documents of these things."""
    for piece in bulk.pieces(ids, _AT_ONCE):
        rows = Document.objects.select_for_update().filter(pk__in=keys(kind, piece))
        list(rows.order_by("pk").values_list("pk", flat=True))


def verify() -> bool:
    """Whether the engine's index says what the documents say."""
    return engine(connection).is_whole(connection)


def rebuild() -> None:
    """Make the engine's index anew from the documents."""
    with transaction.atomic():
        engine(connection).rebuild(connection)


def _write(kind: str, documents: Sequence[Projected]) -> None:
    found = _found(kind, documents)
    fresh = [_document(kind, each) for each in documents if each.object_id not in found]
    bulk.insert(fresh)
    changed = [
        (old, new) for new in documents if (old := found.get(new.object_id)) and _differs(old, new)
    ]
    keys_of_changed = [old.pk for old, _ in changed]
    engine(connection).forget(connection, keys_of_changed)
    bulk.update([_document(kind, new) for _, new in changed], ["customer_id", "text", "begins"])
    engine(connection).add(connection, [*(row.pk for row in fresh), *keys_of_changed])


def _document(kind: str, projected: Projected) -> Document:
    return Document(  # by place: by name takes twice as long, and an import makes thousands
        keys(kind, [projected.object_id])[0],
        kind,
        projected.customer_id,
        terms.stored(projected.text),
        _begins(projected),
    )


def _begins(projected: Projected) -> str | None:
    return projected.name[:BEGINNING] if engine(connection).ORDERS else None


def _found(kind: str, documents: Sequence[Projected]) -> dict[int, Document]:
    own = keys(kind, (each.object_id for each in documents))
    first, last = min(own), max(own)
    in_a_row = last - first == (len(own) - 1) * KINDS  # as new ones are
    some = Q(pk__range=(first, last)) if in_a_row else Q(pk__in=own)
    return {row.object_id: row for row in Document.objects.filter(some, kind=kind)}


def _differs(old: Document, new: Projected) -> bool:
    made = (new.customer_id, terms.stored(new.text), _begins(new))
    return (old.customer_id, old.text, old.begins) != made


def _all_ids(kind: str) -> set[int]:
    """Reads the whole table: kinds have no index of their own."""
    rows = Document.objects.filter(kind=kind).values_list("pk", flat=True)
    return {key // KINDS for key in rows.iterator()}
