"""One row or thousands into and within a table with a few statements.

Only the unit of work calls this for domain rows; it neither checks nor records anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from .backends import engine

T = TypeVar("T")
# Their Python value is what the drivers take, so the call per cell is saved.
PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.ForeignKey,
    models.AutoField,
)


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model and give each its primary key."""
    if not rows:
        return
    meta = rows[0]._meta
    table, fields = meta.db_table, meta.concrete_fields
    if isinstance(meta.pk, models.AutoField):
        for row, key in zip(
            rows, engine(connection).reserve_keys(connection, table, len(rows)), strict=True
        ):
            setattr(row, meta.pk.attname, key)
    values = _cells(rows, fields)
    engine(connection).insert(
        connection, table, columns=[str(field.column) for field in fields], values=values
    )
    alias = connection.alias
    for row in rows:
        row._state.adding, row._state.db = False, alias


def overlapping() -> AbstractContextManager[None]:
    """Within a transaction: go on while the server indexes what was inserted last.

    What it refuses is raised by the next statement, at the latest at the end.
    """
    return engine(connection).overlapping(connection)


def refresh_statistics() -> None:
    """Between the transactions of an act that fills tables: plans made for small tables go."""
    engine(connection).refresh_statistics(connection)


def update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the named attributes of rows of one model."""
    if not rows:
        return
    meta = rows[0]._meta
    by_name = {field.attname: field for field in meta.concrete_fields}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    values = _cells(rows, [*fields, meta.concrete_fields[0]])
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(meta.db_table)} SET {assignments} WHERE id = %s",  # noqa: S608  # names are our own
            values,
        )


def _cells(
    rows: Sequence[models.Model], fields: Sequence[models.Field[Any, Any]]
) -> list[list[Any]]:
    """The values of these columns as the driver takes them, a list a row."""
    names = [field.attname for field in fields]
    # From the instance itself: descriptors of foreign keys would be asked for each cell.
    cells = [[held[name] for name in names] for held in map(vars, rows)]
    for place, field in enumerate(fields):
        if not isinstance(field, PLAIN):
            prepare = _prepared(field)
            for row in cells:
                row[place] = prepare(row[place])
    return cells


def _prepared(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """Times repeat within one act, so each is prepared once."""
    here = connections[DEFAULT_DB_ALIAS]
    if not isinstance(field, models.DateTimeField):
        return lambda value: field.get_db_prep_save(value, here)
    return cache(lambda value: field.get_db_prep_save(value, here))


def pieces(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of at most `size`; engines limit the parameters of a statement."""
    piece: list[T] = []
    for item in items:
        piece.append(item)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def ranges(keys: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending, inclusive ranges that cover exactly these keys."""
    found: list[tuple[int, int]] = []
    for key in sorted(keys):
        if found and key == found[-1][1] + 1:
            found[-1] = (found[-1][0], key)
        else:
            found.append((key, key))
    return found
