"""The kinds of records that can have fields of their own; each domain says on `wiring` which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row

VALUES = "custom"  # the column of the values, by key
FOLDED = "custom_fold"  # the same as they are compared and sorted


@dataclass(frozen=True)
class Kind:
    """Its model has the columns VALUES and FOLDED, as `CustomValues` gives them."""

    name: str  # the label of the model, such as `customers.customer`
    title: str | Promise
    permission: str  # to see such records
    model: type[Row]
    order: str = ""  # the column its lists are in the order of
    # Of records with these keys, what the search finds them by, in the caller's transaction.
    rewrite: Callable[[Sequence[int]], None] | None = None


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    _kinds.clear()
    _kinds.update((kind.name, kind) for kind in kinds)


def every() -> list[Kind]:
    return list(_kinds.values())


def find(name: str) -> Kind | None:
    return _kinds.get(name)


def seen_by(actor: Actor) -> list[Kind]:
    return [kind for kind in every() if actor.may(kind.permission)]
