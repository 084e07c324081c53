"""PostgreSQL: a GIN index of pg_trgm over the documents' text; the engine keeps it itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.core.management.base import CommandError
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from klientel.foundation.db.keyset import Way
from klientel.services.search.models import BEGINNING, KINDS, number
from klientel.services.search.terms import Term

NEAR: Final = 3_000
MOST_IDS: Final = 1_200  # up to here the index of the key finds faster than a walk
ORDERS: Final = True
STRETCHES: Final = (40_000, 400_000)  # documents on a way that are asked at once
_INDEX: Final = (
    "CREATE INDEX search_document_trigrams ON search_document USING gin (text gin_trgm_ops)"
)
_DROP: Final = "DROP INDEX IF EXISTS search_document_trigrams"
_MISSING: Final = (
    "The PostgreSQL extension pg_trgm is missing and could not be created: install the package"
    " with PostgreSQL's additional modules and let a superuser run CREATE EXTENSION pg_trgm in"
    " this database, then start again."
)


def create(editor: BaseDatabaseSchemaEditor) -> None:
    try:
        with transaction.atomic(using=editor.connection.alias):
            editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as error:
        raise CommandError(_MISSING) from error
    editor.execute(_INDEX)


def arrange(editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("CREATE INDEX search_document_begins ON search_document (kind, begins)")


def drop(editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(_DROP)


def add(connection: BaseDatabaseWrapper, keys: Sequence[int]) -> None:
    """The engine does."""


def forget(connection: BaseDatabaseWrapper, keys: Sequence[int]) -> None:
    """The engine does."""


def select(kind: str, terms: Sequence[Term]) -> tuple[str, list[str]]:
    checks, patterns = _checks(terms)
    return _documents(f"d.id / {KINDS} AS found", f" AND {checks}"), [kind, *patterns]


def ids(connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term]) -> list[str]:
    """As one value: thousands of rows of a result take longer to read than to find."""
    sql, parameters = select(kind, terms)
    some = f"{sql} LIMIT {MOST_IDS + 1}"
    with connection.cursor() as cursor:
        cursor.execute(_of("string_agg(found::text, ',')", some), parameters)
        (joined,) = cursor.fetchone()
    return joined.split(",") if joined else []


def among(key: str, ids: Sequence[str]) -> tuple[str, list[str]]:
    return f"{key} = ANY (%s::bigint[])", [f"{{{','.join(ids)}}}"]


def gathered(key: str, kind: str, terms: Sequence[Term]) -> tuple[str, list[str]]:
    """As a value, not a join: the planner hashes the ids once and tests each row."""
    sql, parameters = select(kind, terms)
    return f"({key} IN ({sql})) IS TRUE", parameters


def looked_up(key: str, kind: str, terms: Sequence[Term]) -> tuple[str, list[str]]:
    checks, patterns = _checks(terms)
    # OFFSET 0 keeps the planner from turning the test into a join and a sort.
    own = f" AND d.id = {key} * {KINDS} + {number(kind)} AND {checks} OFFSET 0"
    return f"EXISTS ({_documents('1', own)})", [kind, *patterns]


def is_broad(connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term]) -> bool:
    """More than every 32nd document by the planner's estimate."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'search_document'::regclass")
        return _estimate(connection, kind, terms) > float(cursor.fetchone()[0]) / 32


def exceeds(
    connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term], *, number: int
) -> bool:
    return _estimate(connection, kind, terms) > number / 2


def first(
    connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term], *, way: Way
) -> Iterator[list[str]]:
    """Both indexes together leave the documents of a stretch that meet the terms."""
    for size in STRETCHES:
        end = _end(connection, kind, way=way, size=size)
        found = _of_stretch(connection, kind, terms, way=way, end=end)
        if len(found) > way.number:  # of the last name there may be more
            last = found[-1][1]
            yield [key for key, begins in found if begins != last]
            return
        yield [key for key, _begins in found]


def _end(connection: BaseDatabaseWrapper, kind: str, *, way: Way, size: int) -> str | None:
    """Where a stretch ends; None behind the last name."""
    start, values = _from_start(way)
    order = "DESC" if way.descending else "ASC"
    rest = f"{start} ORDER BY d.begins {order} OFFSET {size} LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(_documents("d.begins", rest), [kind, *values])
        row = cursor.fetchone()
    return row[0] if row else None


def _of_stretch(
    connection: BaseDatabaseWrapper,
    kind: str,
    terms: Sequence[Term],
    *,
    way: Way,
    end: str | None,
) -> list[tuple[str, str]]:
    """Up to one more than wanted, with the beginnings of their names."""
    checks, patterns = _checks(terms)
    start, values = _from_start(way)
    if end is not None:
        start += f" AND d.begins {'>' if way.descending else '<'} %s"
        values.append(end)
    order = "DESC" if way.descending else "ASC"
    # OFFSET 0 keeps the planner from walking through the names: hits come in clusters.
    hits = _documents(f"d.id / {KINDS} AS found, d.begins", f"{start} AND {checks} OFFSET 0")
    first_of_them = f"{_of('found::text, begins', hits)} ORDER BY begins {order}"
    with connection.cursor() as cursor:
        cursor.execute(f"{first_of_them} LIMIT {way.number + 1}", [kind, *values, *patterns])
        return list(cursor.fetchall())


def _from_start(way: Way) -> tuple[str, list[str]]:
    if way.start is None:
        return " AND d.begins IS NOT NULL", []
    return f" AND d.begins {'<=' if way.descending else '>='} %s", [way.start[:BEGINNING]]


def _estimate(connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term]) -> int:
    sql, parameters = select(kind, terms)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])


def _documents(columns: str, conditions: str) -> str:
    return f"SELECT {columns} FROM search_document d WHERE d.kind = %s{conditions}"  # noqa: S608  # placeholders only


def _of(columns: str, some: str) -> str:
    return f"SELECT {columns} FROM ({some}) AS hits"  # noqa: S608  # placeholders only


def _checks(terms: Sequence[Term]) -> tuple[str, list[str]]:
    patterns = [_like(string) for term in terms for alternative in term for string in alternative]
    return " AND ".join(map(_check, terms)), patterns


def _check(term: Term) -> str:
    either = (" AND ".join("d.text LIKE %s" for _ in alternative) for alternative in term)
    return f"({' OR '.join(either)})"


def _like(string: str) -> str:
    escaped = string.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def is_whole(connection: BaseDatabaseWrapper) -> bool:
    """The engine's own index; all there is to ask is whether it is there and valid."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid ="
            " to_regclass('search_document_trigrams')"
        )
        return bool(cursor.fetchone() == (True,))


def rebuild(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DROP)
        cursor.execute(_INDEX)
