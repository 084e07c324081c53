"""Text in small letters, compared alike on every engine."""

from __future__ import annotations

from django.db import connection, models

from .backends import engine


class _Lowered(models.Func):
    arity = 1
    output_field = models.TextField()


def lowered(column: str) -> models.Func:
    """Of letters beyond ASCII, too. No index serves it."""
    return _Lowered(models.F(column), template=engine(connection).lowered(connection))
