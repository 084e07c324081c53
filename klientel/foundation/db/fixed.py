"""Questions that are asked again and again: Django makes their SQL once, as that takes longer than
they do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Expression
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)
Statement = tuple[str, tuple[Any, ...]]


class Fixed(Generic[M]):
    """What every page asks and nothing narrows; the values in it are those of the first time."""

    def __init__(self, make: Callable[[], models.QuerySet[M, Any]]) -> None:
        """`make` is asked when it is first needed, for each engine."""
        self._make = make
        self._made: dict[str, tuple[type[M], Statement]] = {}

    def rows(self) -> list[M]:
        model, statement = self._question()
        return list(model._base_manager.raw(*statement))

    def tuples(self) -> list[tuple[Any, ...]]:
        """As the engine has them: for figures and words, which need no conversion."""
        _model, statement = self._question()
        with connection.cursor() as cursor:
            cursor.execute(*statement)
            return list(cursor.fetchall())

    def _question(self) -> tuple[type[M], Statement]:
        if connection.vendor not in self._made:
            rows = self._make()
            self._made[connection.vendor] = rows.model, rows.query.sql_with_params()
        return self._made[connection.vendor]


class Keys(Expression):
    """The keys that a queryset finds, for `__in`: one SQL for several questions of one reader."""

    output_field = BigIntegerField()

    def __init__(self, sql: str, values: tuple[Any, ...]) -> None:
        super().__init__()
        self.sql, self.values = sql, values

    @classmethod
    def of(cls, queryset: models.QuerySet[Any, Any]) -> Keys:
        return cls(*queryset.query.sql_with_params())

    def as_sql(
        self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        return f"({self.sql})", self.values
