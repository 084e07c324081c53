"""PostgreSQL: keys from the table's sequence, rows by COPY."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import errors, pq, sql

BYTEWISE_COLLATION = "C"


def reserve_keys(connection: BaseDatabaseWrapper, table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def insert(
    connection: BaseDatabaseWrapper,
    table: str,
    *,
    columns: Sequence[str],
    values: Sequence[Sequence[Any]],
) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy,
    ):
        for row in values:
            copy.write_row(row)


def start_limit(connection: BaseDatabaseWrapper, seconds: float) -> Callable[[], None]:
    raw = connection.connection
    limit = sql.Literal(int(seconds * 1000))
    raw.execute(sql.SQL("SET statement_timeout = {}").format(limit))

    def stop() -> None:
        # A failed transaction takes the setting with it when it is rolled back.
        if raw.info.transaction_status != pq.TransactionStatus.INERROR:
            raw.execute("SET statement_timeout = DEFAULT")

    return stop


def was_stopped(error: Exception) -> bool:
    return isinstance(error.__cause__, errors.QueryCanceled)
