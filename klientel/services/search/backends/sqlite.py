"""SQLite: an FTS5 table of trigrams over the documents.

It keeps no text of its own (external content), so it must be told the old text before a document
changes; it keeps no positions (detail=none), so what it finds for a string of four and more is
checked against the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from klientel.foundation.db.keyset import Way
from klientel.services.search.models import KINDS, number
from klientel.services.search.terms import Alternative, Term

NEAR: Final = 0  # gathering is as quick
MOST_IDS: Final = 500
ORDERS: Final = False
_CREATE: Final = """
CREATE VIRTUAL TABLE search_trigrams USING fts5(
    text, content='search_document', content_rowid='id', tokenize='trigram',
    detail='none', columnsize=0
)"""
_MOST_TRIGRAMS: Final = 8


def create(editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(_CREATE)


def arrange(_editor: BaseDatabaseSchemaEditor) -> None:
    """Its index of trigrams cannot be narrowed by another one."""


def drop(editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE search_trigrams")


def add(connection: BaseDatabaseWrapper, keys: Sequence[int]) -> None:
    _tell(connection, "(rowid, text) SELECT id, text", keys)


def forget(connection: BaseDatabaseWrapper, keys: Sequence[int]) -> None:
    _tell(connection, "(search_trigrams, rowid, text) SELECT 'delete', id, text", keys)


def _tell(connection: BaseDatabaseWrapper, what: str, keys: Sequence[int]) -> None:
    if not keys:
        return
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_trigrams {what} FROM search_document WHERE id IN ({marks})",
            list(keys),
        )


def select(kind: str, terms: Sequence[Term]) -> tuple[str, list[str]]:
    checks, strings = _checks(terms)
    # CROSS JOIN keeps the order: the index leads, and a LIMIT stops it. Other kinds are told by
    # their keys, before their text is read.
    sql = f"""
        SELECT t.rowid / {KINDS} AS found
        FROM search_trigrams t CROSS JOIN search_document d ON d.id = t.rowid
        WHERE t.search_trigrams MATCH %s AND t.rowid & {KINDS - 1} = {number(kind)}
        AND d.kind = %s AND {checks}"""  # noqa: S608  # placeholders only
    return sql, [expression(terms), kind, *strings]


def ids(connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term]) -> list[str]:
    sql, parameters = select(kind, terms)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {MOST_IDS + 1}", parameters)
        return [str(key) for (key,) in cursor.fetchall()]


def among(key: str, ids: Sequence[str]) -> tuple[str, list[str]]:
    return f"{key} IN ({', '.join(ids)})", []


def gathered(key: str, kind: str, terms: Sequence[Term]) -> tuple[str, list[str]]:
    candidates = "SELECT rowid FROM search_trigrams WHERE search_trigrams MATCH %s"
    check, parameters = looked_up(key, kind, terms)
    return f"{key} * {KINDS} + {number(kind)} IN ({candidates}) AND {check}", [
        expression(terms),
        *parameters,
    ]


def looked_up(key: str, kind: str, terms: Sequence[Term]) -> tuple[str, list[str]]:
    checks, strings = _checks(terms)
    document = f"d.id = {key} * {KINDS} + {number(kind)} AND d.kind = %s"
    sql = f"EXISTS (SELECT 1 FROM search_document d WHERE {document} AND {checks})"  # noqa: S608  # placeholders only
    return sql, [kind, *strings]


def is_broad(connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term]) -> bool:
    """More than every third document, judged by the trigrams of the oldest sixteenth."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) / 16 FROM search_document")
        (sample,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM search_trigrams WHERE search_trigrams MATCH %s AND rowid <= %s",
            [expression(terms), sample or 0],
        )
        return bool(cursor.fetchone()[0] * 3 > (sample or 0) // KINDS)


def exceeds(
    connection: BaseDatabaseWrapper, kind: str, terms: Sequence[Term], *, number: int
) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM search_trigrams WHERE search_trigrams MATCH %s LIMIT 1 OFFSET %s",
            [expression(terms), number],
        )
        return cursor.fetchone() is not None


def first(
    _connection: BaseDatabaseWrapper,
    _kind: str,
    _terms: Sequence[Term],
    *,
    way: Way,
) -> Iterator[list[str]]:
    """All are gathered as quickly."""
    return iter(())


def is_whole(connection: BaseDatabaseWrapper) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_trigrams (search_trigrams, rank) VALUES ('integrity-check', 1)"
            )
    except DatabaseError:
        return False
    return True


def rebuild(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_trigrams (search_trigrams) VALUES ('rebuild')")


def expression(terms: Sequence[Term]) -> str:
    """The query in FTS5's language; every trigram is a quoted string, so no sign has a meaning."""
    return " AND ".join(f"({' OR '.join(map(_all_of, term))})" for term in terms)


def _all_of(alternative: Alternative) -> str:
    quoted = dict.fromkeys(
        '"' + trigram.replace('"', '""') + '"'
        for string in alternative
        for trigram in _trigrams(string)
    )
    return f"({' AND '.join(quoted)})"


def _trigrams(string: str) -> list[str]:
    """All of a short string, some of a long one: each costs a list to read."""
    every = [string[i : i + 3] for i in range(len(string) - 2)]
    if len(every) > 1 and string.startswith("  "):
        del every[0]  # begins a word: what follows says so too, and is in fewer documents
    return every[:: len(every) // _MOST_TRIGRAMS + 1]


def _checks(terms: Sequence[Term]) -> tuple[str, list[str]]:
    strings = [string for term in terms for alternative in term for string in alternative]
    return " AND ".join(map(_check, terms)), strings


def _check(term: Term) -> str:
    """`instr` costs a third of LIKE; the text is folded, so case does not matter."""
    either = (" AND ".join("instr(d.text, %s)" for _ in alternative) for alternative in term)
    return f"({' OR '.join(either)})"
