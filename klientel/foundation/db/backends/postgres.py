"""PostgreSQL: keys from the table's sequence, rows by COPY.

The server writes and indexes rows while they come in. Within `overlapping` nobody waits for it to
be done with the last ones until the connection is needed again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import errors, pq, sql
from psycopg.abc import Buffer
from psycopg.types.datetime import TimestamptzLoader

BYTEWISE_COLLATION = "C"
KEEP = "FOR KEY SHARE OF"  # as foreign keys do


class MomentLoader(TimestamptzLoader):
    """The driver's own takes each moment apart by a regular expression."""

    timezone = UTC  # Django replaces loaders of another one

    def load(self, data: Buffer) -> datetime:
        try:
            return datetime.fromisoformat(bytes(data).decode())
        except ValueError:  # years that Python does not have: the driver says so
            return super().load(data).astimezone(UTC)


# By default the planner expects discs that turn, and reads a table of millions from its beginning
# where an index finds a thousand rows. Who has set another cost keeps it.
NO_DISC = """
    SELECT set_config('random_page_cost', '1.1', false)
    WHERE current_setting('random_page_cost') = '4'
"""


def opened(connection: BaseDatabaseWrapper) -> None:
    connection.connection.adapters.register_loader("timestamptz", MomentLoader)
    connection.connection.execute(NO_DISC)


def reserve_keys(connection: BaseDatabaseWrapper, table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            # The subquery looks the sequence up once, not for each key.
            "SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id')::regclass))"
            " FROM generate_series(1, %s)",
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
    open_copy = _open_copy.get() or OpenCopy(connection)
    open_copy.finish()
    stack = open_copy.stack
    copy = stack.enter_context(connection.cursor()).copy(
        f"COPY {quote(table)} ({names}) FROM STDIN"
    )
    write = stack.enter_context(copy).write_row
    for row in values:
        write(row)
    if open_copy is not _open_copy.get():
        open_copy.finish()


class OpenCopy:
    """A COPY whose rows are sent, and whose end is still to be waited for."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.stack = ExitStack()
        self._errors = connection.wrap_database_errors

    def finish(self) -> None:
        """Raises what the server did not like about the rows."""
        with self._errors:
            self.stack.close()

    def abandon(self) -> None:
        """After an exception, which tells more than what becomes of the rows."""
        with suppress(Exception):
            self.stack.__exit__(*sys.exc_info())

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Stands before every statement: a connection does one thing at a time."""
        self.finish()
        return execute(*statement)


_open_copy: ContextVar[OpenCopy | None] = ContextVar("open_copy", default=None)


@contextmanager
def overlapping(connection: BaseDatabaseWrapper) -> Iterator[None]:
    open_copy = OpenCopy(connection)
    token = _open_copy.set(open_copy)
    try:
        with connection.execute_wrapper(open_copy):
            yield
            open_copy.finish()
    except BaseException:
        open_copy.abandon()
        raise
    finally:
        _open_copy.reset(token)


# Tables of this schema whose file has at least doubled since the planner looked at them.
OUTGROWN = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'r'
      AND pg_relation_size(c.oid) / current_setting('block_size')::int > 2 * greatest(c.relpages, 4)
"""


def refresh_statistics(connection: BaseDatabaseWrapper) -> None:
    """A connection plans the checks of foreign keys once. Planned for small tables they read the
    whole table for each row; new statistics make it plan anew."""
    with connection.cursor() as cursor:
        cursor.execute(OUTGROWN)
        for (table,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


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


def lowered(_connection: BaseDatabaseWrapper) -> str:
    """Whatever collation the database was made with."""
    return 'lower(%(expressions)s COLLATE "und-x-icu")'


PLACES = 4  # digits of a place in a list


def key_text(key: str) -> str:
    return f"(coalesce(%(expressions)s ->> '{key}', '') COLLATE \"C\")"


def key_place(key: str, listed: str) -> str:
    found = f"strpos('{listed}', '|' || coalesce(%(expressions)s ->> '{key}', '') || '|')"
    return f"(lpad({found}::text, {PLACES}, '0') COLLATE \"C\")"


INDEXES = """
    SELECT i.relname, x.indisvalid FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE n.nspname = current_schema() AND t.relname = %s
"""


def indexes(connection: BaseDatabaseWrapper, table: str) -> dict[str, bool]:
    """One whose making was interrupted is there and cannot be used."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [table])
        return dict(cursor.fetchall())


def build_index(connection: BaseDatabaseWrapper, table: str, statement: str) -> None:
    """The planner knows nothing of an expression before it has looked at the table once more."""
    how = f"CREATE INDEX{_beside_others(connection)}"
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("CREATE INDEX", how, 1))
        cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def drop_index(connection: BaseDatabaseWrapper, name: str) -> None:
    how = f"DROP INDEX{_beside_others(connection)} IF EXISTS"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {connection.ops.quote_name(name)}")


def _beside_others(connection: BaseDatabaseWrapper) -> str:
    """Not within a transaction, which the server refuses."""
    return "" if connection.in_atomic_block else " CONCURRENTLY"
