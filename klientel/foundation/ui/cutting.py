"""A page of a list, by the way that is quick where very many rows are behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from django.db import models

from klientel.foundation.db import keyset
from klientel.foundation.db.keyset import Page

if TYPE_CHECKING:
    from .listing import Listing

M = TypeVar("M", bound=models.Model)


def page(listing: Listing[M], cursor: str) -> Page[M]:
    """The rows behind the cursor. Raises BadCursor."""
    live, search = listing.table.live, listing.search
    if live and search.near_rows:
        near = keyset.after(live(), listing.order, cursor).values("pk")[: search.near_rows]
        found = _cut(listing, search.near(listing.filtered.filter(pk__in=near)), cursor)
        if found.next_cursor:  # what comes behind these is of no concern
            return found
    return _cut(listing, search.narrow(listing.filtered), cursor)


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
