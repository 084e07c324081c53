"""How records are marked: their tags, how many have one, and the question for those that do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final, Literal, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.db.keyset import capped_count
from klientel.foundation.db.narrowing import naming

from .category import LIVE
from .models import Tagging
from .tag import Tag

Owner = Literal["customer", "contact"]
PIECE: Final = 900
OFFERED: Final = 1_000
STANDING: Final = Q(stands_for__isnull=False, stands_for__deleted_at=None)
SHOWN: Final = LIVE | STANDING  # tags by which something is marked
MARKING: Final = Q(tag__deleted_at=None) | Q(
    tag__stands_for__isnull=False, tag__stands_for__deleted_at=None
)


class ShownTag(NamedTuple):
    """As pages show it: the one that is left of those merged."""

    key: int
    name: str
    color: str


def tags_of(owner: Owner, keys: Iterable[int]) -> dict[int, list[ShownTag]]:
    """By record, in the order of the list."""
    found: dict[int, dict[int, ShownTag]] = defaultdict(dict)
    for piece in bulk.pieces(keys, PIECE):
        rows = Tagging.objects.filter(MARKING, deleted_at=None, **{f"{owner}__in": piece})
        columns = rows.annotate(
            root=Coalesce("tag__stands_for", "tag"),
            name=Coalesce("tag__stands_for__name", "tag__name"),
            color=Coalesce("tag__stands_for__color", "tag__color"),
            place=Coalesce("tag__stands_for__place", "tag__place"),
            fold=Coalesce("tag__stands_for__name_fold", "tag__name_fold"),
        ).values_list(owner, "root", "name", "color")
        for key, *tag in columns.order_by("place", "fold", "pk"):
            found[key].setdefault(tag[0], ShownTag(*tag))
    return {key: [*tags.values()] for key, tags in found.items()}


def taggings_of(owner: Owner, keys: Iterable[int]) -> dict[int, list[tuple[Tagging, int]]]:
    """The rows themselves, each with the key of the tag it counts as."""
    found: dict[int, list[tuple[Tagging, int]]] = defaultdict(list)
    for piece in bulk.pieces(keys, PIECE):
        rows = Tagging.objects.filter(MARKING, deleted_at=None, **{f"{owner}__in": piece})
        for row in rows.select_related("tag").order_by("pk"):
            found[getattr(row, f"{owner}_id")].append((row, row.tag.stands_for_id or row.tag_id))
    return found


def words(actor: Actor) -> QuerySet[Tag]:
    """What there is to choose from."""
    return Tag.objects.visible_to(actor).in_order()[:OFFERED]


def named(folds: Iterable[str]) -> dict[str, Tag]:
    """Tags by folded name; one that was renamed or merged is known by what it was called, as long
    as no other is called so."""
    wanted = set(folds)
    if not wanted:
        return {}
    rows = Tag.objects.filter(SHOWN, name_fold__in=wanted).select_related("stands_for")
    found: dict[str, Tag] = {}
    for row in sorted(rows, key=lambda row: (row.deleted_at is None, row.pk)):
        found[row.name_fold] = row.stands_for or row
    return found


def called(folds: Collection[str], most: int) -> list[tuple[str, Tag]]:
    """Tags by what they are or were called, where that contains one of these."""
    asked = reduce(or_, (Q(name_fold__contains=fold) for fold in folds), Q(pk__in=[]))
    rows = Tag.objects.filter(SHOWN, asked).select_related("stands_for")
    return [
        (row.name_fold, row.stands_for or row) for row in rows.order_by("name_fold", "pk")[:most]
    ]


def _rows(owner: Owner, tags: QuerySet[Tag]) -> QuerySet[Any]:
    rows = Tagging.objects.filter(deleted_at=None, **{f"{owner}__isnull": False})
    return rows.filter(tag__in=tags.order_by().values("pk"))


def holders(owner: Owner, keys: Iterable[int]) -> QuerySet[Any]:
    """Rows that mark a record with one of these tags."""
    wanted = list(keys)
    return _rows(owner, Tag.objects.filter(Q(pk__in=wanted) | Q(stands_for__in=wanted)))


def with_any(owner: Owner, keys: Iterable[int], *, column: str = "pk") -> Q:
    """Of records that have at least one of these, or of what names such a record in `column`."""
    return naming(column, holders(owner, keys), key=owner)


def with_some(owner: Owner, *, column: str = "pk") -> Q:
    """Of records that have any tag at all."""
    return naming(column, _rows(owner, Tag.objects.filter(SHOWN)), key=owner)


def counts(tags: Sequence[Tag]) -> Mapping[int, tuple[int, int]]:
    """How many customers and contacts have each, counted no further than the lists do."""
    return {
        tag.pk: (
            capped_count(holders("customer", [tag.pk])),
            capped_count(holders("contact", [tag.pk])),
        )
        for tag in tags
    }
