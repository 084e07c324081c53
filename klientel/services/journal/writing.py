"""The one way to write domain rows: transaction, change set and journal in one.

Only `actions` modules import this.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import TypeVar

from django.db import models, transaction

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk, guard
from klientel.foundation.db.rows import Row, label
from klientel.foundation.lib import clock

from . import projections
from .changes import Change, Created, Op, pack
from .facts import Fact
from .models import Batch, Entry, Mention

R = TypeVar("R", bound=Row)
HOUSEKEEPING = ("version", "updated_at")


class NothingRecorded(RuntimeError):
    """A programming error: rows were changed and no fact tells of it."""


class Work:
    """What one act writes. Rows given here were read inside the same `writing`."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.batch = actor.batch or uuid.uuid4().hex
        self.at = clock.now()
        self._pending: list[Change | Created] = []
        self._touched: dict[str, set[int]] = defaultdict(set)
        self._inserted: dict[str, list[Row]] = defaultdict(list)
        self._only_inserts = True
        self._left: dict[str, set[int]] = defaultdict(set)

    def insert(self, *rows: Row) -> None:
        """Insert rows of one model. Their keys are set afterwards."""
        if not rows:
            return
        for row in rows:
            row.version, row.created_at, row.updated_at = 1, row.created_at or self.at, self.at
            row.derive()
        bulk.insert(rows)
        name = label(type(rows[0]))
        self._inserted[name] += rows
        keys = list(map(attrgetter("id"), rows))
        self._pending.append(Created(name, keys))
        self._touched[name].update(keys)
        self._raise_roots(rows)

    def update(self, *changes: tuple[Row, Mapping[str, object]]) -> list[Row]:
        """Set attributes of rows of one model; rows that already hold them are left alone.

        Returns the rows that changed.
        """
        changed: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        order: list[Row] = []
        for row, values in changes:
            differing = {
                name: (before, after)
                for name, after in values.items()
                if (before := getattr(row, name)) != after
            }
            if not differing:
                continue
            self._leave(row, differing)
            written = self._apply(row, {name: after for name, (_, after) in differing.items()})
            changed[written].append(row)
            order.append(row)
            self._pending.append(Change(label(type(row)), "update", row.pk, row.version, differing))
        for names, rows in changed.items():
            bulk.update(rows, names)
        self._touch(order)
        self._raise_roots(order)
        return order

    def touch(self, *rows: Row) -> None:
        """Raise the versions of rows of one model that read differently without being changed."""
        written: set[str] = set()
        for row in rows:
            written.update(self._apply(row, {}))
            self._pending.append(Change(label(type(row)), "update", row.pk, row.version))
        bulk.update(rows, tuple(sorted(written)))
        self._touch(rows)

    def delete(self, *rows: Row) -> None:
        """Mark rows of one model as deleted by this batch."""
        self._mark("delete", rows, {"deleted_at": self.at, "deleted_batch": self.batch})

    def restore(self, *rows: Row) -> None:
        self._mark("restore", rows, {"deleted_at": None, "deleted_batch": ""})

    def rewrite(self, *changes: tuple[Row, Mapping[str, object]]) -> None:
        """As `update`, but what stood there before is kept nowhere: it cannot be taken back."""
        for row, values in changes:
            self._leave(row, values)
            bulk.update([row], self._apply(row, values))
        rows = [row for row, _values in changes]
        self._touch(rows)
        self._raise_roots(rows)

    def purge(self, *rows: Row) -> None:
        """Remove rows of one model for good, those first that point to others."""
        for piece in bulk.pieces(rows, 500):
            found: models.QuerySet[Row] = models.QuerySet(type(piece[0])).filter(
                pk__in=[row.pk for row in piece]
            )
            found.delete()
        self._touch(rows)

    def record(self, *facts: Fact) -> list[Entry]:
        """Tell what happened. The first fact carries what was written since the last record."""
        self._open_batch()
        packed, self._pending = pack(self._pending), []
        entries = [
            Entry(batch_id=self.batch, kind=fact.kind, data=fact.data(), changes=[], at=self.at)
            for fact in facts
        ]
        entries[0].changes = packed
        bulk.insert(entries)
        mentions = [
            Mention(entry_id=entry.pk, model=model, first=first, last=last)
            for entry, fact in zip(entries, facts, strict=True)
            for model, first, last in _ranges(fact)
        ]
        bulk.insert(mentions)
        return entries

    def finish(self) -> None:
        if self._pending:
            first = self._pending[0]
            raise NothingRecorded(f"{first.op} of {first.model} has no fact")
        if self._touched:
            inserted = self._inserted if self._only_inserts else {}
            projections.project(projections.Touched(self._touched, inserted, self._left))

    def _open_batch(self) -> None:
        Batch.objects.bulk_create(
            [
                Batch(
                    key=self.batch,
                    actor_id=self.actor.user_id,
                    actor_label=self.actor.label[:200],
                    origin=self.actor.origin,
                    at=self.at,
                )
            ],
            ignore_conflicts=True,
        )

    def _leave(self, row: Row, names: Iterable[str]) -> None:
        """What it points to by these columns, before it is changed."""
        for name in names:
            column = row._meta.get_field(name)
            if isinstance(column, models.ForeignKey):
                key = getattr(row, column.attname)
                if key is not None:
                    self._left[column.related_model._meta.label_lower].add(key)

    def _apply(self, row: Row, values: Mapping[str, object]) -> tuple[str, ...]:
        """Set values on the instance and say which columns have to be written."""
        before = {name: getattr(row, name) for name in row.DERIVED}
        for name, value in values.items():
            setattr(row, name, value)
        row.derive()
        row.version += 1
        row.updated_at = self.at
        derived = [name for name, old in before.items() if getattr(row, name) != old]
        return (*sorted({*values, *derived}), *HOUSEKEEPING)

    def _mark(self, op: Op, rows: Sequence[Row], values: Mapping[str, object]) -> None:
        if not rows:
            return
        for row in rows:
            self._apply(row, values)
        bulk.update(rows, (*values, *HOUSEKEEPING))
        name = label(type(rows[0]))
        self._pending += [Change(name, op, row.pk, row.version) for row in rows]
        self._touch(rows)
        self._raise_roots(rows)

    def _touch(self, rows: Sequence[Row]) -> None:
        """Rows of one model that were changed."""
        if rows:
            self._only_inserts = False
            self._touched[label(type(rows[0]))].update(row.pk for row in rows)

    def _raise_roots(self, rows: Sequence[Row]) -> None:
        """Raise the version of the rows these belong to, once in this work."""
        wanted: dict[type[Row], set[int]] = defaultdict(set)
        for name in rows[0].ROOTS if rows else ():
            model = rows[0]._meta.get_field(name).related_model
            if isinstance(model, type) and issubclass(model, Row):
                keys = {key for key in map(attrgetter(f"{name}_id"), rows) if key is not None}
                wanted[model] |= keys - self._touched[label(model)]
        for model, keys in wanted.items():
            if keys:
                self.touch(*model._base_manager.select_for_update().filter(pk__in=keys))


def _ranges(fact: Fact) -> Iterator[tuple[str, int, int]]:
    keys: dict[str, list[int]] = defaultdict(list)
    for model, key in dict.fromkeys(fact.subjects()):
        keys[model].append(key)
    for model, found in keys.items():
        for first, last in bulk.ranges(found) if fact.ranged else ((key, key) for key in found):
            yield model, first, last


_current: ContextVar[Work | None] = ContextVar("current_work", default=None)


@contextmanager
def writing(actor: Actor) -> Iterator[Work]:
    """Open a unit of work, or join the one an outer action of the same actor has open."""
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    work = Work(actor)
    token = _current.set(work)
    try:
        with transaction.atomic(), guard.opened(), bulk.overlapping():
            yield work
            work.finish()
    finally:
        _current.reset(token)
