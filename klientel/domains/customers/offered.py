"""The words of its own an installation offers: categories, their parts and tags, asked at once."""

from __future__ import annotations

from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import F, IntegerField, QuerySet, Value

from klientel.foundation.access import Actor
from klientel.foundation.db.fixed import Fixed

from .category import LIVE, Category
from .tag import Tag

Choices = list[tuple[str, str]]
CATEGORY, TAG = 0, 1
MOST = 3_000  # words that a page can hold


class Words(NamedTuple):
    """Keys and labels, in the order the lists have."""

    categories: Choices
    subcategories: Choices
    tags: Choices


class Word(NamedTuple):
    kind: int
    place: int
    fold: str
    key: int
    name: str
    parent: int | None


def words(actor: Actor) -> Words:
    """Asked once per actor."""
    if "words" not in actor.memo:
        actor.memo["words"] = _read(actor)
    found: Words = actor.memo["words"]
    return found


def _read(actor: Actor) -> Words:
    kinds = {CATEGORY: Category.objects.visible_to(actor), TAG: Tag.objects.visible_to(actor)}
    hidden = {kind for kind, rows in kinds.items() if rows.query.is_empty()}
    found = [word for word in starmap(Word, _EVERY.tuples()) if word.kind not in hidden]
    tops = {each.key: each for each in found if each.kind == CATEGORY and each.parent is None}
    parts = sorted(
        (tops[each.parent].place, tops[each.parent].fold, each.parent, each)
        for each in found
        if each.kind == CATEGORY and each.parent in tops
    )
    return Words(
        [(str(each.key), each.name) for each in tops.values()],
        [(str(each.key), f"{tops[key].name} › {each.name}") for _place, _fold, key, each in parts],
        [(str(each.key), each.name) for each in found if each.kind == TAG],
    )


def _every() -> QuerySet[Any, tuple[Any, ...]]:
    columns = ("kind", "place", "fold", "key", "name", "owner")
    categories = Category.objects.filter(LIVE).annotate(
        kind=Value(CATEGORY), fold=F("name_fold"), key=F("pk"), owner=F("parent")
    )
    nobody = Value(None, IntegerField())
    tags = Tag.objects.filter(LIVE).annotate(
        kind=Value(TAG), fold=F("name_fold"), key=F("pk"), owner=nobody
    )
    both = categories.values_list(*columns).union(tags.values_list(*columns), all=True)
    return both.order_by("kind", "place", "fold", "key")[:MOST]


_EVERY = Fixed(_every)
