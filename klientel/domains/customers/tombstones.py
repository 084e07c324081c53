"""What was merged into another record: its address, number and reference lead on to that one.

It is in no list and in no bin. Whoever sees the record it lives on in may know that it was there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk

from .models import Contact, Customer

R = TypeVar("R", Customer, Contact)
PIECE = 900


def _merged(model: type[R]) -> QuerySet[R]:
    return model._default_manager.filter(merged_into__isnull=False)


def winner(actor: Actor, model: type[R], key: int) -> tuple[R, R] | None:
    """The merged record with this key, and the one it lives on in, in the bin or not."""
    merged = _merged(model).filter(pk=key).first()
    into = merged.merged_into_id if merged else None
    if merged is None or into is None:
        return None
    for is_deleted in (False, True):
        rows = model._default_manager.visible_to(actor, deleted=is_deleted)
        if found := rows.filter(pk=into).first():
            return merged, found
    return None


def merged_keys(record: Customer | Contact) -> list[int]:
    """What lives on in this one."""
    if isinstance(record, Customer):
        return sorted(_merged(Customer).filter(merged_into=record).values_list("pk", flat=True))
    return sorted(_merged(Contact).filter(merged_into=record).values_list("pk", flat=True))


def seen(actor: Actor, model: type[R], keys: Collection[int]) -> set[int]:
    """Of these merged ones, those whose winner the actor sees."""
    rows = _merged(model).filter(pk__in=keys)
    pairs = dict(rows.values_list("pk", "merged_into_id"))
    if not pairs:
        return set()
    there: set[int] = set()
    for is_deleted in (False, True):
        visible = model._default_manager.visible_to(actor, deleted=is_deleted)
        there.update(visible.filter(pk__in=pairs.values()).values_list("pk", flat=True))
    return {key for key, into in pairs.items() if into in there}


def by_number(actor: Actor, numbers: Iterable[str]) -> dict[str, Customer]:
    """Live customers by the numbers of those that were merged into them."""
    pairs: list[tuple[str, int]] = []
    for piece in bulk.pieces(sorted({number for number in numbers if number}), PIECE):
        rows = _merged(Customer).filter(number__in=piece, deleted_at__isnull=False)
        pairs += rows.order_by("pk").values_list("number", "merged_into_id")
    return _resolved(actor, Customer, pairs)


def by_external(
    actor: Actor, model: type[R], references: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], R]:
    """As `by_number`, by source and id."""
    wanted = set(references)
    pairs: list[tuple[tuple[str, str], int]] = []
    for piece in bulk.pieces(sorted({reference for _source, reference in wanted}), PIECE):
        rows = _merged(model).filter(~Q(external_id=""), external_id__in=piece).order_by("pk")
        for source, reference, key in rows.values_list(
            "external_source", "external_id", "merged_into_id"
        ):
            if (source, reference) in wanted:
                pairs.append(((source, reference), key))
    return _resolved(actor, model, pairs)


@dataclass
class Identities:
    """What the records merged into one were known by."""

    numbers: set[str] = field(default_factory=set)
    references: set[tuple[str, str]] = field(default_factory=set)  # source and id


def identities(records: Sequence[R]) -> dict[int, Identities]:
    found: dict[int, Identities] = defaultdict(Identities)
    for piece in bulk.pieces([record.pk for record in records], PIECE):
        for row in _merged(type(records[0])).filter(merged_into__in=piece):
            each = found[row.merged_into_id or 0]
            if isinstance(row, Customer):
                each.numbers.add(row.number)
            if row.external_id:
                each.references.add((row.external_source, row.external_id))
    return dict(found)


def _resolved(actor: Actor, model: type[R], pairs: Iterable[tuple[Any, int]]) -> dict[Any, R]:
    named = list(pairs)
    live: dict[int, R] = {}
    for piece in bulk.pieces(sorted({key for _name, key in named}), PIECE):
        live |= model._default_manager.visible_to(actor).in_bulk(piece)
    return {name: live[key] for name, key in named if key in live}
