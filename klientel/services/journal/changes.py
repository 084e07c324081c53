"""How changed rows are written into an entry, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, ClassVar, Literal

from django.apps import apps

from klientel.foundation.db import bulk
from klientel.foundation.db.rows import Row

Op = Literal["create", "update", "delete", "restore"]
Values = Mapping[str, tuple[object, object]]  # attribute → (before, after)


@dataclass(frozen=True)
class Change:
    """One row, what was done to it, and the version it had afterwards."""

    model: str
    op: Op
    key: int
    version: int
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Created:
    """New rows of one model; what they hold is in the table."""

    model: str
    keys: list[int]
    op: ClassVar[Op] = "create"


def pack(changes: list[Change | Created]) -> list[dict[str, Any]]:
    """Created rows as ranges of keys, the others one by one."""
    packed: list[dict[str, Any]] = []
    for (model, op), group in groupby(changes, attrgetter("model", "op")):
        item: dict[str, Any] = {"model": model, "op": op}
        members = list(group)
        created = [key for made in members if isinstance(made, Created) for key in made.keys]
        if created:
            item["keys"] = bulk.ranges(created)
        else:
            rows = (change for change in members if isinstance(change, Change))
            item["rows"] = [[row.key, row.version, dict(row.values)] for row in rows]
        packed.append(item)
    return packed


def unpack(packed: list[dict[str, Any]]) -> Iterator[Change]:
    for item in packed:
        model, op = item["model"], item["op"]
        for first, last in item.get("keys", ()):
            for key in range(first, last + 1):
                yield Change(model, op, key, 1)
        for key, version, values in item.get("rows", ()):
            yield Change(model, op, key, version, {k: (v[0], v[1]) for k, v in values.items()})


def row_model(label: str) -> type[Row]:
    model = apps.get_model(label)
    if not issubclass(model, Row):
        raise TypeError(f"{label} is not a domain row")
    return model
