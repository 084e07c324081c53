"""What the database engines do differently: two modules with the same functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from . import postgres, sqlite


class Engine(Protocol):
    BYTEWISE_COLLATION: str | None
    KEEP: str  # the clause that keeps rows read from being locked by others; empty where needless

    def opened(self, connection: BaseDatabaseWrapper) -> None:
        """What a new connection has to know."""

    def reserve_keys(self, connection: BaseDatabaseWrapper, table: str, count: int) -> list[int]:
        """`count` fresh primary keys, ascending."""

    def insert(
        self,
        connection: BaseDatabaseWrapper,
        table: str,
        *,
        columns: Sequence[str],
        values: Sequence[Sequence[Any]],
    ) -> None:
        """Insert rows given in column order, as fast as the engine can."""

    def overlapping(self, connection: BaseDatabaseWrapper) -> AbstractContextManager[None]:
        """Within, `insert` may return while the server is busy; the next statement waits."""

    def refresh_statistics(self, connection: BaseDatabaseWrapper) -> None:
        """Tell the planner of tables that have outgrown what it knows of them."""

    def start_limit(self, connection: BaseDatabaseWrapper, seconds: float) -> Callable[[], None]:
        """Stop reads after this time; call the answer to end the limit."""

    def lowered(self, connection: BaseDatabaseWrapper) -> str:
        """The template of an expression that turns any text into small letters."""

    def key_text(self, key: str) -> str:
        """The template of an expression: the text under a key of a JSON column, or an empty one.

        The key stands in it as it is: an index serves only what is written as its own expression.
        """

    def key_place(self, key: str, listed: str) -> str:
        """The template of a text that sorts as the words under a key stand in a list.

        In the list, as in what is looked for, there is a `|` around each word.
        """

    def indexes(self, connection: BaseDatabaseWrapper, table: str) -> dict[str, bool]:
        """The names of those of a table, and whether each can be used."""

    def build_index(self, connection: BaseDatabaseWrapper, table: str, statement: str) -> None:
        """A CREATE INDEX, without keeping others from writing where the engine can."""

    def drop_index(self, connection: BaseDatabaseWrapper, name: str) -> None:
        """If it is there, without keeping others from writing where the engine can."""

    def was_stopped(self, error: Exception) -> bool:
        """Whether this error is the limit's doing."""


def engine(connection: BaseDatabaseWrapper) -> Engine:
    return postgres if connection.vendor == "postgresql" else sqlite


def connect() -> None:
    connection_created.connect(_opened, dispatch_uid="klientel.foundation.db")


def _opened(connection: BaseDatabaseWrapper, **_about: object) -> None:
    engine(connection).opened(connection)
