"""How changed rows are written into an entry, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

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


def pack(changes: list[Change]) -> list[dict[str, Any]]:
    """Created rows as ranges of keys (their values are in the table), the others one by one."""
    packed: list[dict[str, Any]] = []
    groups: list[tuple[tuple[str, Op], list[Change]]] = []
    for change in changes:
        group = (change.model, change.op)
        if not groups or groups[-1][0] != group:
            groups.append((group, []))
        groups[-1][1].append(change)
    for (model, op), members in groups:
        item: dict[str, Any] = {"model": model, "op": op}
        if op == "create":
            item["keys"] = bulk.ranges(change.key for change in members)
        else:
            item["rows"] = [[c.key, c.version, dict(c.values)] for c in members]
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
