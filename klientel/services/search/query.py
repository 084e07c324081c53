"""Rows whose documents contain what somebody typed, in the list's own order.

How the rows are found depends on how many there are. Up to some hundreds or thousands, as the
engine likes it, their ids are gathered once, for the page and for the count. More: the list walks
its own index and tests each row against ids that stay in the database. So many that gathering takes
long: the list walks its index and looks into each row's document, and is soon full. Nothing is ever
sorted by relevance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F
from django.db.models.sql.compiler import SQLCompiler

from klientel.foundation.db.keyset import Way

from . import terms
from .backends import Sql, engine
from .terms import Term

M = TypeVar("M", bound=models.Model)


def narrow(
    queryset: models.QuerySet[M], kind: str, text: str, *, key: str = "pk"
) -> models.QuerySet[M]:
    """Rows whose document of this kind contains every word; `key` leads to the object id."""
    return Search(kind, text).narrow(queryset, key=key)


@dataclass(frozen=True)
class Search:
    """One search, asked once, for the rows of a page and their number."""

    kind: str
    text: str
    is_few: bool = False  # rows to look at: the document of each is read

    def narrow(self, queryset: models.QuerySet[M], *, key: str = "pk") -> models.QuerySet[M]:
        """The rows, ready to be ordered by an index of theirs and limited."""
        if not self.text.strip():
            return queryset
        if self.is_few and self.terms:
            return queryset.filter(_Meets(key, self.kind, self.terms, broad=True))
        if not self.terms or not self._gathered:
            return queryset.none()
        if self.ids is not None:
            return queryset.filter(_Among(key, self.ids))
        return queryset.filter(_Meets(key, self.kind, self.terms, broad=self.is_broad))

    @property
    def is_wide(self) -> bool:
        return not self.is_few and bool(self.terms) and self.ids is None

    @property
    def near_rows(self) -> int:
        return engine(connection).NEAR if self.is_wide else 0

    def near(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        """Of a queryset of a few thousand rows: each document is read, nothing is gathered."""
        return queryset.filter(_Meets("pk", self.kind, self.terms, broad=True))

    def first(self, queryset: models.QuerySet[M], way: Way) -> Iterator[models.QuerySet[M]]:
        """Of those that are found, some of the first on this way, without a gap; then more."""
        for ids in engine(connection).first(connection, self.kind, self.terms, way=way):
            yield queryset.filter(_Among("pk", ids))

    def count(self, queryset: models.QuerySet[M], cap: int, *, key: str = "pk") -> int:
        """The number of rows, or `cap + 1` when there are more.

        The documents lead here, and only a little more than the cap of them, unless the rows' own
        conditions leave too few.
        """
        if self.is_few or not self.text.strip() or not self.terms or not self._gathered:
            return _count(self.narrow(queryset, key=key), cap)
        if len(self._gathered) > cap:
            some = _Among(key, self._gathered[: cap + cap // 8])
            if (found := _count(queryset.filter(some), cap)) > cap:
                return found
        if self.ids is not None:
            return _count(queryset.filter(_Among(key, self.ids)), cap)
        return self._count_in_database(queryset, cap, key=key)

    def _count_in_database(self, queryset: models.QuerySet[M], cap: int, *, key: str) -> int:
        select, parameters = engine(connection).select(self.kind, self.terms)
        if engine(connection).exceeds(connection, self.kind, self.terms, number=2 * cap):
            some = _In(key, f"{select} LIMIT {2 * cap}", parameters)
            if (found := _count(queryset.filter(some), cap)) > cap:
                return found
        return _count(queryset.filter(_In(key, select, parameters)), cap)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return terms.parse(self.text)

    @cached_property
    def ids(self) -> list[str] | None:
        """The object ids of all matches, as figures; None when they are too many to be gathered."""
        found = self._gathered
        return found if len(found) <= engine(connection).MOST_IDS else None

    @cached_property
    def _gathered(self) -> list[str]:
        return engine(connection).ids(connection, self.kind, self.terms)

    @cached_property
    def is_broad(self) -> bool:
        return engine(connection).is_broad(connection, self.kind, self.terms)


class _OfKey(Expression):
    """A condition on the column that leads to the object id, in the engine's own SQL."""

    output_field = BooleanField()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key: Any = F(key)  # Any: a name until the queryset resolves it, then a column

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.key,) = exprs

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str, ...]]:
        column, _ = compiler.compile(self.key)
        sql, parameters = self.condition(column, connection)
        return sql, tuple(parameters)

    def condition(self, column: str, connection: BaseDatabaseWrapper) -> Sql:
        raise NotImplementedError


class _Among(_OfKey):
    """The key is one of these."""

    def __init__(self, key: str, ids: Sequence[str]) -> None:
        super().__init__(key)
        self.ids = ids

    def condition(self, column: str, connection: BaseDatabaseWrapper) -> Sql:
        return engine(connection).among(column, self.ids)


class _Meets(_OfKey):
    """The document meets the terms; the list's own index leads."""

    def __init__(self, key: str, kind: str, terms: tuple[Term, ...], *, broad: bool) -> None:
        super().__init__(key)
        self.kind, self.terms, self.broad = kind, terms, broad

    def condition(self, column: str, connection: BaseDatabaseWrapper) -> Sql:
        one = engine(connection)
        return (one.looked_up if self.broad else one.gathered)(column, self.kind, self.terms)


class _In(_OfKey):
    """The key is in a SELECT; the documents lead."""

    def __init__(self, key: str, select: str, parameters: list[str]) -> None:
        super().__init__(key)
        self.select, self.parameters = select, parameters

    def condition(self, column: str, connection: BaseDatabaseWrapper) -> Sql:
        return f"{column} IN ({self.select})", self.parameters


def _count(queryset: models.QuerySet[M], cap: int) -> int:
    return queryset.order_by()[: cap + 1].count()
