"""What of parent companies cannot be walked back, because there would be a second level by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q

from klientel.domains.customers.models import Customer
from klientel.foundation.db.rows import Row, label
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.facts import Fact
from klientel.services.journal.undo import Reversal

from . import families

PARENT = "parent"  # as refusals name it: the column is called as that of a category
COLUMNS = frozenset({"parent_id", "parent_relation"})


class Kin:
    """What one walk back means for parents: made before it is written, told afterwards."""

    def __init__(self, found: Reversal) -> None:
        self._found = found
        name = label(Customer)
        found.refused = [
            replace(each, attribute=PARENT)
            if each.model == name and each.attribute == "parent_id"
            else each
            for each in found.refused
        ]
        self._back = _customers(found.restore[name])
        self._going = _customers(found.delete[name])
        self._changed = {row.pk: v for row, v in found.update if isinstance(row, Customer)}
        rows = [row for row, _values in found.update if isinstance(row, Customer)]
        self._moved = [row for row in rows if not COLUMNS.isdisjoint(self._changed[row.pk])]
        self._facts: list[Fact] = []
        if self._moved:
            self._keep_level()
        self._was = families.living_parents(self._moved)
        if self._back:
            self._end_unfit()

    def rereading(self) -> list[Row]:
        """Locked: who reads differently because the parent comes, goes or is renumbered."""
        numbered = {key for key, values in self._changed.items() if "number" in values}
        near = {*self._back, *self._going, *numbered}
        if not near:
            return []
        known = {row.pk: row for row, _v in self._found.update if isinstance(row, Customer)}
        rows = families.children_of(near, but={*self._back, *self._going})
        self._found.update += [(row, {}) for row in rows if row.pk not in known]
        return [known.get(row.pk, row) for row in rows if not self._changed.get(row.pk)]

    def told(self) -> list[Fact]:
        after = families.living_parents(Customer.objects.filter(pk__in=self._was))
        return [*self._facts, *families.told(self._was, after)]

    def _planned(self, row: Customer) -> int | None:
        return _planned_parent(row, self._changed)

    def _keep_level(self) -> None:
        wanted = {self._planned(row) for row in self._moved} - {None}
        near = {row.pk: row for row in families.lock(Q(pk__in=wanted))} | self._back
        below = {
            row.parent_id: row
            for row in families.children_of([row.pk for row in self._moved], but=self._going)
            if self._planned(row) == row.parent_id
        }
        below |= {self._planned(row): row for row in self._moved}
        for row in self._moved:
            values, parent = self._changed[row.pk], self._planned(row)
            if "parent_id" not in values:
                if not values["parent_relation"] or parent is None:
                    del values["parent_relation"]
            elif parent is None:
                values["parent_relation"] = ""
            elif refusal := self._refusal(row, near.get(parent), below):
                for name in COLUMNS & values.keys():
                    del values[name]
                self._found.refuse(row, refusal, PARENT)

    def _refusal(self, row: Customer, parent: Customer | None, below: Any) -> str:
        if parent is None:
            return _("The parent company has been deleted.")
        if row.pk in below:
            return families.has_subsidiaries(row.name)
        if families.living_parents([parent])[parent.pk] and self._planned(parent):
            return families.belongs_elsewhere(parent.name)
        return ""

    def _end_unfit(self) -> None:
        ended, self._facts = families.unfit(list(self._back.values()))
        for row in ended:
            if row.pk in self._changed:
                self._changed[row.pk].update(families.NONE)
            else:
                self._found.update.append((self._back.get(row.pk, row), dict(families.NONE)))
            reason = _("There is one level only: it or its parent company has others by now.")
            self._found.refuse(row, reason, PARENT)


def _customers(rows: list[Row]) -> dict[int, Customer]:
    return {row.pk: row for row in rows if isinstance(row, Customer)}


def parents_of_others(found: Reversal) -> set[int]:
    """Those that would go and have subsidiaries which stay."""
    going = _customers(found.delete[label(Customer)])
    if not going:
        return set()
    changed = {row.pk: values for row, values in found.update if isinstance(row, Customer)}
    return {
        row.parent_id
        for row in families.children_of(going, but=going)
        if row.parent_id and _planned_parent(row, changed) == row.parent_id
    }


def _planned_parent(row: Customer, changed: Mapping[int, Mapping[str, object]]) -> int | None:
    planned = changed.get(row.pk, {}).get("parent_id", row.parent_id)
    return planned if isinstance(planned, int) else None
