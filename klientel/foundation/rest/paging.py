"""Pages of a list by cursor, and the sort orders a list offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from klientel.foundation.db import limits
from klientel.foundation.db.keyset import Order, Page, page

from .problems import unusable
from .schemas import ListQuery

M = TypeVar("M", bound=models.Model)
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def order(given: str, columns: Mapping[str, str]) -> Order:
    """`-name` is the name, descending. Only what has an index sorts."""
    name = given.removeprefix("-")
    if name not in columns:
        raise unusable("sort", _("“%(value)s” is not on the list.") % {"value": given[:80]})
    return Order(columns[name], descending=given.startswith("-"))


def page_out(cut: Page[M], items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The fields of `PageOut`: the rows of the page as they are answered, and where it ends."""
    return {"items": items, "next_cursor": cut.next_cursor or None}


def cut(queryset: models.QuerySet[M], query: ListQuery, by: Order) -> Page[M]:
    """The page the query asks for. Raises BadCursor, and TooSlow after two seconds."""
    if query.updated_since is not None:
        since = min(max(query.updated_since, FIRST), LAST)  # no engine takes every time there is
        queryset = queryset.filter(updated_at__gte=since)
    with limits.at_most():
        return page(queryset, by, size=query.limit, cursor=query.cursor)
