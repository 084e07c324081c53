"""SQLite: keys are taken from the sequence table while the write lock is held."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

BYTEWISE_COLLATION = None  # SQLite's own order is bytewise already
KEEP = ""  # there is one writer at a time
STEPS_BETWEEN_LOOKS = 20_000  # of its machine, some hundred microseconds


def opened(_connection: BaseDatabaseWrapper) -> None:
    """Its settings say all."""


def reserve_keys(connection: BaseDatabaseWrapper, table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    last = row[0] if row else 0
    return list(range(last + 1, last + count + 1))


def insert(
    connection: BaseDatabaseWrapper,
    table: str,
    *,
    columns: Sequence[str],
    values: Sequence[Sequence[Any]],
) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", values)  # noqa: S608  # names are our own


def overlapping(_connection: BaseDatabaseWrapper) -> AbstractContextManager[None]:
    """The engine is a part of this process; there is nobody to wait for."""
    return nullcontext()


def refresh_statistics(_connection: BaseDatabaseWrapper) -> None:
    """Without statistics the engine takes a unique index for what it is."""


def start_limit(connection: BaseDatabaseWrapper, seconds: float) -> Callable[[], None]:
    raw = connection.connection
    end = time.monotonic() + seconds
    raw.set_progress_handler(lambda: time.monotonic() > end, STEPS_BETWEEN_LOOKS)
    return lambda: raw.set_progress_handler(None, 0)


def was_stopped(error: Exception) -> bool:
    return str(error) == "interrupted"


def lowered(connection: BaseDatabaseWrapper) -> str:
    """The engine knows the small letters of ASCII only."""
    connection.ensure_connection()
    connection.connection.create_function("klientel_lower", 1, _lower, deterministic=True)
    return "klientel_lower(%(expressions)s)"


def _lower(value: str | None) -> str | None:
    return None if value is None else value.lower()


PLACES = 4  # digits of a place in a list


def key_text(key: str) -> str:
    return f"coalesce(json_extract(%(expressions)s, '$.{key}'), '')"


def key_place(key: str, listed: str) -> str:
    found = (
        f"instr('{listed}', '|' || coalesce(json_extract(%(expressions)s, '$.{key}'), '') || '|')"
    )
    return f"substr('{'0' * PLACES}' || {found}, -{PLACES})"


def indexes(connection: BaseDatabaseWrapper, table: str) -> dict[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table]
        )
        return dict.fromkeys((name for (name,) in cursor.fetchall()), True)


def build_index(connection: BaseDatabaseWrapper, _table: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def drop_index(connection: BaseDatabaseWrapper, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(name)}")
