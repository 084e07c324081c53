"""Columns with a rule of their own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from .backends import engine


class BytewiseCharField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Compared byte by byte on every engine, so that an index serves order and prefixes alike."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = dict(super().db_parameters(connection))
        parameters["collation"] = engine(connection).BYTEWISE_COLLATION
        return parameters
