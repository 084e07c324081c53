"""What follows a customer or a contact that is merged into another: declared once per relation.

Every table that points to them takes part by a `Follower`, or says here that it stays; a test walks
through all of them. Domains above add theirs in `wiring/followers.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.db.rows import Row

PIECE = 900
ALL = Q()


@dataclass
class United:
    """What becomes of rows of one relation."""

    moved: list[tuple[Row, dict[str, Any]]] = field(default_factory=list)
    # What the winner has already: into the bin with the record it hangs on, and back with it.
    behind: list[Row] = field(default_factory=list)
    collisions: list[str] = field(default_factory=list)  # in words

    @property
    def live(self) -> int:
        return sum(row.deleted_at is None for row, _values in self.moved)


# The winner, its own rows and those that come, all of one relation.
Unite = Callable[[Row, Sequence[Row], Sequence[Row]], United]


def all_move(_winner: Row, _own: Sequence[Row], coming: Sequence[Row]) -> United:
    return United(moved=[(row, {}) for row in coming])


@dataclass(frozen=True)
class Follower:
    """Rows of `model` that point to a record by the column `key`."""

    of: str  # label of the record's model
    model: type[Row]
    key: str
    counted: Promise | None = None  # a plural with `%(count)s`; without it nobody is told
    only: Q = ALL  # where the key may point to other kinds of records as well
    unite: Unite = all_move

    def seen(self, actor: Actor) -> QuerySet[Any]:
        """Those among them that this actor sees."""
        manager: Any = self.model._default_manager
        found: QuerySet[Any] = manager.visible_to(actor)
        return found.filter(self.only)

    def rows(self, keys: Iterable[int], *, is_locked: bool = False) -> list[Row]:
        """In the bin or not: what comes back from there comes back to the winner."""
        manager = self.model._base_manager
        rows = manager.select_for_update(of=("self",)) if is_locked else manager.all()
        return [
            row
            for piece in bulk.pieces(sorted(keys), PIECE)
            for row in rows.filter(self.only, **{f"{self.key}__in": piece}).order_by("pk")
        ]


@dataclass(frozen=True)
class Staying:
    """What points to a record that was merged and is left as it is, and why."""

    of: str
    model: str
    key: str
    why: str


_followers: list[Follower] = []
_staying: list[Staying] = []


def register(*declared: Follower | Staying) -> None:
    """Called once, by the wiring; the order is that in which they are told."""
    _followers[:] = [each for each in declared if isinstance(each, Follower)]
    _staying[:] = [each for each in declared if isinstance(each, Staying)]


def of(model: str) -> list[Follower]:
    return [follower for follower in _followers if follower.of == model]


def declared(model: str) -> set[tuple[str, str]]:
    """Label and key of all that takes part or says why not."""
    return {(each.model._meta.label_lower, each.key) for each in of(model)} | {
        (each.model, each.key) for each in _staying if each.of == model
    }
