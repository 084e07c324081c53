"""Rows others point to: kept as they are while the pointing rows are written."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from .backends import engine

M = TypeVar("M", bound=models.Model)


def kept(queryset: models.QuerySet[M]) -> list[M]:
    """What matches now, and cannot be locked for a change until this transaction ends.

    Whoever is changing one of them is waited for, and what no longer matches then is left out.
    Those who keep the same row do not wait for each other.
    """
    keep = engine(connection).KEEP
    if not keep:
        return list(queryset)
    try:
        sql, params = queryset.query.sql_with_params()
    except EmptyResultSet:  # as for none of no keys
        return []
    table = connection.ops.quote_name(queryset.model._meta.db_table)
    return list(queryset.model._base_manager.raw(f"{sql} {keep} {table}", params))
