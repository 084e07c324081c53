"""Pages that cost the same wherever they begin: by the last row seen, never by a number of rows."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from .rows import column

M = TypeVar("M", bound=models.Model)
COUNT_CAP = 10_000


class BadCursor(ValueError):
    """The cursor was not made by us or belongs to another order."""


@dataclass(frozen=True)
class Order:
    """A column (NOT NULL, indexed together with the key) and a direction.

    Instead of a column it may be a text the queryset is annotated with, indexed in the same way.
    """

    column: str
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True)
class Way:
    """Through rows in the order of their names."""

    number: int  # wanted
    start: str | None = None  # the name to begin with; None for the end of the order
    descending: bool = False


@dataclass(frozen=True)
class Page(Generic[M]):
    items: Sequence[M]
    next_cursor: str  # empty on the last page


def page(queryset: models.QuerySet[M], order: Order, *, size: int, cursor: str = "") -> Page[M]:
    """Up to `size` rows after the cursor. Raises BadCursor."""
    rows = list(after(queryset, order, cursor)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, encode(order, rows[-1]) if more else "")


def after(queryset: models.QuerySet[M], order: Order, cursor: str) -> models.QuerySet[M]:
    """In their order, those behind the cursor. Raises BadCursor."""
    sign = "-" if order.descending else ""
    queryset = queryset.order_by(f"{sign}{order.column}", f"{sign}pk")
    return queryset.filter(_after(queryset.model, order, cursor)) if cursor else queryset


def capped_count(queryset: models.QuerySet[M], cap: int = COUNT_CAP) -> int:
    """The number of rows, or `cap + 1` when there are more."""
    return queryset.order_by()[: cap + 1].count()


def encode(order: Order, row: models.Model) -> str:
    value = getattr(row, order.column)
    plain = value.isoformat() if isinstance(value, datetime) else value
    text = json.dumps([str(order), plain, row.pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def is_column(model: type[models.Model], name: str) -> bool:
    """Of its own, and no annotation."""
    return any(name == field.name for field in model._meta.concrete_fields)


def _read(model: type[models.Model], name: str, plain: Any) -> Any:
    if is_column(model, name):
        return column(model, name).to_python(plain)
    if not isinstance(plain, str):
        raise TypeError(name)
    return plain


def position(model: type[models.Model], order: Order, cursor: str) -> tuple[Any, int]:
    """The value and the key of the last row seen. Raises BadCursor."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        name, plain, key = json.loads(text)
        value = _read(model, order.column, plain)
    except (ValueError, TypeError, ValidationError, RecursionError) as error:
        raise BadCursor("cursor") from error
    known = name == str(order) and isinstance(key, int) and 0 <= key < 2**63
    if not known or value is None or "\x00" in str(value):
        raise BadCursor("cursor")
    return value, key


def _after(model: type[models.Model], order: Order, cursor: str) -> Q:
    value, key = position(model, order, cursor)
    side = "lt" if order.descending else "gt"
    # `col >= v AND (col > v OR id > i)` lets both engines walk the index from v.
    return Q(**{f"{order.column}__{side}e": value}) & (
        Q(**{f"{order.column}__{side}": value}) | Q(**{f"pk__{side}": key})
    )
