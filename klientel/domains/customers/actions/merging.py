"""Two people at one record: different fields are merged, the same field is a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from klientel.domains.customers.errors import Clash, Conflict
from klientel.domains.customers.facts import Changed
from klientel.foundation.db.rows import Row, label
from klientel.services.journal import queries as journal


def merge(
    row: Row,
    fact: type[Changed],
    *,
    present: Mapping[str, Any],
    given: Mapping[str, Any],
    version: int | None,
) -> dict[str, Any]:
    """Of the values given, those that are to be written. Raises Conflict.

    `given` was entered while looking at `version`. A field that somebody else changed since and
    that still holds its old value in `given` was not touched here: theirs stays.
    """
    differing = {name: value for name, value in given.items() if present[name] != value}
    if version is None or version == row.version or not differing:
        return differing
    old = journal.values_at(fact, (label(type(row)), row.pk), version)
    mine = {name: v for name, v in differing.items() if name not in old or old[name] != v}
    clashes = [
        Clash(name, base=old[name], mine=value, theirs=present[name])
        for name, value in mine.items()
        if name in old
    ]
    if clashes:
        raise Conflict(row, clashes)
    return mine
