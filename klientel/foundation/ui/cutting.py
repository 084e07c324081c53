"""A page of a list, by the way that is quick where very many rows are behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from django.db import models

from klientel.foundation.db import keyset
from klientel.foundation.db.keyset import Page, Way

if TYPE_CHECKING:
    from .listing import Listing

NAME: Final = "name_fold"  # of all that can be found, see `services.search.finding`
AHEAD: Final = 300
AHEAD_OF_PART: Final = 5_000
M = TypeVar("M", bound=models.Model)


class Search(Protocol):
    def narrow(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]: ...

    def count(self, queryset: models.QuerySet[M], cap: int) -> int: ...

    @property
    def is_wide(self) -> bool:
        """So many hits that gathering or counting them takes long."""

    @property
    def near_rows(self) -> int:
        """So many behind the cursor are looked at one by one, before all hits are gathered."""

    def near(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        """As `narrow`, where the queryset is a few thousand rows."""

    def first(self, queryset: models.QuerySet[M], way: Way) -> Iterator[models.QuerySet[M]]:
        """Of what `narrow` gives some of the first on a way through the names, without a gap;
        then more of them."""


def page(listing: Listing[M], cursor: str) -> Page[M]:
    """The rows behind the cursor. Raises BadCursor."""
    for some in _some(listing, cursor):
        found = _cut(listing, some, cursor)
        if found.next_cursor:  # what comes behind these is of no concern
            return found
    return _cut(listing, listing.search.narrow(listing.filtered), cursor)


def _some(listing: Listing[M], cursor: str) -> Iterator[models.QuerySet[M]]:
    """Hits without a gap from the cursor on, more and more of them; never all."""
    live, search, order = listing.table.live, listing.search, listing.order
    if not live or not search.is_wide:
        return
    if search.near_rows:
        near = keyset.after(live(), order, cursor).values("pk")[: search.near_rows]
        yield search.near(listing.filtered.filter(pk__in=near))
    if order.column == NAME:
        start = keyset.position(live().model, order, cursor)[0] if cursor else None
        is_part = listing.actor.scope != "all" or listing.filters.given or listing.where
        way = Way(AHEAD_OF_PART if is_part else AHEAD, start, order.descending)
        # Of a long stretch too much is found that only others see.
        yield from islice(search.first(listing.filtered, way), 1 if is_part else None)


def _cut(listing: Listing[M], found: models.QuerySet[M], cursor: str) -> Page[M]:
    """Of very many rows first the keys alone: some plans join before they sort."""
    table, actor, order = listing.table, listing.actor, listing.order
    if not listing.count_href:
        return keyset.page(table.fetch(actor, found), order, size=table.page_size, cursor=cursor)
    # An annotation comes along by itself.
    column = order.column if keyset.is_column(found.model, order.column) else "pk"
    part = keyset.page(found.only(column), order, size=table.page_size, cursor=cursor)
    keys = [row.pk for row in part.items]
    whole = table.fetch(actor, table.queryset(actor).filter(pk__in=keys))
    rows = {row.pk: row for row in whole}
    return replace(part, items=[rows[key] for key in keys if key in rows])
