"""How each engine finds the documents that contain strings: two modules with the same functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from klientel.foundation.db.keyset import Way
from klientel.services.search.terms import Term

from . import postgres, sqlite

Sql = tuple[str, list[str]]


class Engine(Protocol):
    NEAR: int  # rows that are looked at before many ids are gathered; 0 for none
    MOST_IDS: int  # that are gathered rather than left in the database
    ORDERS: bool  # whether documents carry the beginning of the name they are sorted by

    def create(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Make the index beside the empty table."""

    def arrange(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Make the index of those beginnings."""

    def drop(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Take the index away."""

    def add(self, connection: BaseDatabaseWrapper, keys: Sequence[int]) -> None:
        """Index documents, after their rows were written."""

    def forget(self, connection: BaseDatabaseWrapper, keys: Sequence[int]) -> None:
        """Take documents out of the index, before their rows change or go."""

    def select(self, kind: str, terms: Sequence[Term]) -> Sql:
        """A SELECT of the object ids whose documents meet all terms."""

    def ids(self, connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term]) -> list[str]:
        """The object ids whose documents meet all terms, as figures; at most one above the most."""

    def among(self, key: str, ids: Sequence[str]) -> Sql:
        """A condition on the column `key`: one of these ids."""

    def gathered(self, key: str, kind: str, terms: Sequence[Term]) -> Sql:
        """A condition on the column `key`: one of ids gathered once. The list's index leads."""

    def looked_up(self, key: str, kind: str, terms: Sequence[Term]) -> Sql:
        """A condition on the column `key`: its document, read for this row, meets all terms."""

    def is_broad(self, connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term]) -> bool:
        """Whether so many documents meet the terms that even to gather their ids takes long."""

    def exceeds(
        self, connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term], *, number: int
    ) -> bool:
        """Whether more documents than this may meet the terms: a cheap guess, on the safe side."""

    def first(
        self, connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term], *, way: Way
    ) -> Iterator[list[str]]:
        """The object ids of the first documents on this way that meet all terms, without a gap:
        those of a stretch of it, then of a longer one; never many more than wanted."""

    def is_whole(self, connection: BaseDatabaseWrapper) -> bool:
        """Whether the index says what the table says."""

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        """Make the index anew from the table."""


def engine(connection: BaseDatabaseWrapper) -> Engine:
    return postgres if connection.vendor == "postgresql" else sqlite
