"""Parent companies and those that belong to them: one level, checked for whole batches at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from klientel.domains.customers.choices import ParentRelation
from klientel.domains.customers.facts import (
    CustomerChanged,
    SubsidiariesAssociated,
    SubsidiariesEnded,
    SubsidiariesReleased,
)
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.facts import Fact
from klientel.services.journal.writing import Work

PIECE = 900
FIELDS = frozenset({"parent", "parent_relation"})
NONE = {"parent_id": None, "parent_relation": ""}


@dataclass
class Families:
    """Who belongs to whom among the living; what a row makes of it holds for those after it.

    Rows that do not exist yet go by negative keys.
    """

    numbers: dict[str, int] = field(default_factory=dict)  # of those that may be named
    names: dict[int, str] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)
    children: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    hidden: set[int] = field(default_factory=set)  # who belongs to one the actor does not see
    was: dict[int, int | None] = field(default_factory=dict)  # of those that were moved

    def learn(self, actor: Actor, keys: Iterable[int], numbers: Iterable[str]) -> None:
        """Read what there is about these customers, and about those with these numbers."""
        visible = Customer.objects.visible_to(actor)
        found: list[tuple[int, str, str]] = []
        for piece in bulk.pieces(sorted(set(numbers) - {""}), PIECE):
            found += visible.filter(number__in=piece).values_list("pk", "number", "name")
        self.numbers |= {number: key for key, number, _name in found}
        self.names |= {key: name for key, _number, name in found}
        live = Customer.objects.filter(deleted_at=None)
        for near in bulk.pieces(sorted({*keys, *(key for key, _number, _name in found)}), PIECE):
            above = live.filter(pk__in=near, parent__deleted_at=None, parent__isnull=False)
            below = live.filter(parent__in=near)
            pairs = dict(above.values_list("pk", "parent_id"))
            pairs |= dict(below.values_list("pk", "parent_id"))
            self._put(actor, {k: p for k, p in pairs.items() if p and k not in self.was})

    def _put(self, actor: Actor, parents: Mapping[int, int]) -> None:
        """Read them; those whom the rows before have moved stay there."""
        seen: set[int] = set()
        for piece in bulk.pieces(sorted(set(parents.values())), PIECE):
            visible = Customer.objects.visible_to(actor).filter(pk__in=piece)
            seen.update(visible.values_list("pk", flat=True))
        for key, parent in parents.items():
            self.parents[key] = parent
            self.children[parent].add(key)
            if parent not in seen:
                self.hidden.add(key)

    def expect(self, key: int, number: str, name: str) -> None:
        """One that is not there yet and may be named already."""
        if number:
            self.names[self.numbers.setdefault(number, key)] = name

    def move(self, key: int, name: str, number: str) -> str:
        """Put it below the one with this number, or below none; else say why not."""
        if key in self.hidden:
            return _("It belongs to a company you do not see. Whoever sees that one can change it.")
        parent = self.numbers.get(number)
        if refusal := self._refusal(key, name, number) if number else "":
            return refusal
        old = self.parents.pop(key, None)
        self.was.setdefault(key, old)
        if old is not None:
            self.children[old].discard(key)
        if parent is not None:
            self.parents[key] = parent
            self.children[parent].add(key)
        return ""

    def _refusal(self, key: int, name: str, number: str) -> str:
        parent = self.numbers.get(number)
        if parent is None:
            return unknown(number)
        if parent == key:
            return _("A company cannot be its own parent company.")
        if self.children.get(key):
            return has_subsidiaries(name)
        if parent in self.parents:
            return belongs_elsewhere(self.names[parent])
        return ""

    def told(self, keys: Mapping[int, int] | None = None) -> list[Fact]:
        """What it means for parents. `keys` has those that rows without one got meanwhile."""
        known = keys or {}
        after = {known.get(key, key): self.parents.get(key) for key in self.was}
        return told(
            {known.get(key, key): old for key, old in self.was.items()},
            {key: known.get(parent, parent) if parent else None for key, parent in after.items()},
        )

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The columns for what of these values is about the parent company."""
        found: dict[str, Any] = {}
        if "parent" in values:
            found["parent_id"] = self.numbers.get(values["parent"])
        if "parent_relation" in values:
            found["parent_relation"] = values["parent_relation"]
        return found


def unknown(number: str) -> str:
    return _("There is no customer with the number %(number)s.") % {"number": number[:80]}


def has_subsidiaries(name: str) -> str:
    sentence = _("%(name)s has subsidiaries, so it cannot be one of another company.")
    return sentence % {"name": name[:80]}


def belongs_elsewhere(name: str) -> str:
    sentence = _("%(name)s belongs to another company, so it can have no subsidiaries.")
    return sentence % {"name": name[:80]}


def complete(values: dict[str, Any], before: Mapping[str, Any]) -> None:
    """Without a parent there is no relation to it; with one there is always some."""
    parent = values.get("parent", before["parent"])
    relation = values.get("parent_relation", before["parent_relation"])
    wanted = (relation or ParentRelation.SUBSIDIARY.value) if parent else ""
    if wanted == before["parent_relation"]:
        values.pop("parent_relation", None)
    else:
        values["parent_relation"] = wanted


def settle(
    actor: Actor,
    rows: Mapping[int, Customer],
    *,
    wanted: Mapping[int, dict[str, Any]],
    before: Mapping[int, Mapping[str, Any]],
) -> tuple[Families, dict[int, str]]:
    """Where these values put everybody, and by key why some cannot go there.

    To be called with the rows locked, and those they name.
    """
    moved = {key: values for key, values in wanted.items() if not FIELDS.isdisjoint(values)}
    found, refused = Families(), dict[int, str]()
    if moved:
        found.learn(actor, moved, (values.get("parent", "") for values in moved.values()))
    for key, values in moved.items():
        name = values.get("name", rows[key].name)
        refusal = found.move(key, name, values["parent"]) if "parent" in values else ""
        if refusal:
            refused[key] = refusal
        else:
            complete(values, before[key])
    return found, refused


def refuse_unfit(
    actor: Actor,
    rows: Sequence[Mapping[str, Any]],
    errors: Sequence[MutableMapping[str, list[str]]],
    *,
    coming: Mapping[str, str],
) -> Families:
    """New rows whose parent cannot be theirs. `coming` are the names of other new ones by number.

    A row may name one before or after it, but none that is refused.
    """
    families = Families()
    numbers = [row["parent"] for row in rows if row.get("parent")]
    if not numbers:
        return families
    families.learn(actor, (), numbers)
    good = [(place, row) for place, row in enumerate(rows) if not errors[place]]
    for place, row in good:
        families.expect(-place - 1, row.get("number") or "", row["name"])
    for place, number in enumerate(sorted(coming.keys() & set(numbers)), len(rows)):
        families.expect(-place - 1, number, coming[number])
    for place, row in good:
        if row.get("parent"):
            refusal = families.move(-place - 1, row["name"], row["parent"])
            errors[place].update({"parent": [refusal]} if refusal else {})
    for place, row in good:
        named = -families.parents.get(-place - 1, 0) - 1
        if 0 <= named < len(rows) and errors[named]:
            errors[place]["parent"] = [unknown(row["parent"])]
    return families


@dataclass(frozen=True)
class NewKin:
    """New rows and where they belong."""

    families: Families
    keys: Mapping[int, int]  # by place of a row, that among the families

    def insert(self, work: Work, made: Mapping[int, Customer]) -> list[Fact]:
        """Those that others name first. Returns what it means for parents."""
        rows = {self.keys[place]: row for place, row in made.items() if place in self.keys}
        below = {key: row for key, row in rows.items() if self.families.parents.get(key, 0) < 0}
        for key, row in rows.items():
            if key not in below:
                row.parent_id = self.families.parents.get(key)
        later = {id(row) for row in below.values()}
        work.insert(*(row for row in made.values() if id(row) not in later))
        for key, row in below.items():
            row.parent_id = rows[self.families.parents[key]].pk
        work.insert(*below.values())
        return self.families.told({key: row.pk for key, row in rows.items()})


def settle_new(
    actor: Actor, rows: Mapping[int, Mapping[str, Any]], errors: Sequence[dict[str, list[str]]]
) -> NewKin:
    """As `refuse_unfit`, with the parents locked, so that it holds until they are written."""
    numbers = {row["parent"] for row in rows.values() if row.get("parent")}
    if not numbers:
        return NewKin(Families(), {})
    lock(Q(number__in=numbers))
    found = refuse_unfit(actor, list(rows.values()), [errors[place] for place in rows], coming={})
    return NewKin(found, {place: -number - 1 for number, place in enumerate(rows)})


def lock(wanted: Q) -> list[Customer]:
    """The living, in the order of their keys: whoever locks several goes the same way."""
    live = Customer.objects.filter(wanted, deleted_at=None)
    return list(live.order_by("pk").select_for_update())


def told(before: Mapping[int, int | None], after: Mapping[int, int | None]) -> list[Fact]:
    """What becomes of parents: `before` and `after` hold them by the keys of those that belong."""
    left: dict[int, list[int]] = defaultdict(list)
    came: dict[int, list[int]] = defaultdict(list)
    for key, parent in after.items():
        old = before.get(key)
        if old != parent:
            if old is not None:
                left[old].append(key)
            if parent is not None:
                came[parent].append(key)
    return [
        *(SubsidiariesReleased(parent, tuple(keys)) for parent, keys in left.items()),
        *(SubsidiariesAssociated(parent, tuple(keys)) for parent, keys in came.items()),
    ]


def living_parents(rows: Iterable[Customer]) -> dict[int, int | None]:
    """Of each of these, the parent that is not in the bin."""
    found = list(rows)
    live: set[int] = set()
    for piece in bulk.pieces(sorted({r.parent_id for r in found if r.parent_id}), PIECE):
        present = Customer.objects.filter(pk__in=piece, deleted_at=None)
        live.update(present.values_list("pk", flat=True))
    return {r.pk: r.parent_id if r.parent_id in live else None for r in found}


def children_of(parents: Iterable[int], *, but: Iterable[int] = ()) -> list[Customer]:
    """Locked; without those in the bin."""
    found: list[Customer] = []
    for piece in bulk.pieces(sorted(set(parents)), PIECE):
        live = Customer.objects.filter(parent__in=piece, deleted_at=None).order_by("pk")
        found += live.select_for_update()
    left_out = set(but)
    return [row for row in found if row.pk not in left_out]


def freed(work: Work, parents: Sequence[Customer]) -> list[Fact]:
    """Those who belong to these read differently once these are deleted: they are independent."""
    numbers = {parent.pk: parent.number for parent in parents}
    rows = children_of(numbers, but=numbers)
    work.touch(*rows)
    return [_reads(row, numbers[row.parent_id or 0], "") for row in rows]


def reunited(work: Work, parents: Sequence[Customer]) -> list[Fact]:
    """The other way round, with an end of what would be a second level by now.

    To be called before these are restored.
    """
    found, facts = unfit(parents)
    ended = {row.pk for row in found}
    numbers = {parent.pk: parent.number for parent in parents}
    rows = [row for row in children_of(numbers, but=numbers) if row.pk not in ended]
    work.update(*((row, NONE) for row in found))
    work.touch(*rows)
    return [*facts, *(_reads(row, "", numbers[row.parent_id or 0]) for row in rows)]


def renumbered(work: Work, numbers: Mapping[int, tuple[str, str]]) -> list[Fact]:
    """Parents got other numbers: `numbers` holds the old and the new one by key."""
    rows = children_of(numbers) if numbers else []
    work.touch(*rows)
    return [
        CustomerChanged.of(
            row,
            {"parent": numbers[row.parent_id or 0][0]},
            {"parent": numbers[row.parent_id or 0][1]},
        )
        for row in rows
    ]


def _reads(row: Customer, old: str, new: str) -> Fact:
    values = [
        {"parent": number, "parent_relation": row.parent_relation if number else ""}
        for number in (old, new)
    ]
    return CustomerChanged.of(row, *values)


def unfit(restored: Sequence[Customer]) -> tuple[list[Customer], list[Fact]]:
    """Whose relation would be a second level once these are restored, and what tells of it."""
    back = {row.pk: row for row in restored}
    below = children_of(back, but=back)
    above = {row.parent_id for row in restored if row.parent_id} - back.keys()
    parents = {
        row.pk: row
        for piece in bulk.pieces(sorted(above), PIECE)
        for row in Customer.objects.filter(pk__in=piece, deleted_at=None).select_for_update()
    }
    there = back | parents
    pairs = [row for row in [*restored, *below] if row.parent_id in there]
    grand = {row.parent_id for row in children_of(row.pk for row in pairs)}
    grand |= {row.parent_id for row in restored}
    ended = [row for row in pairs if row.pk in grand]
    keys = {row.pk for row in ended}
    own = living_parents(there.values())
    own |= {row.pk: row.parent_id if row.parent_id in there else own[row.pk] for row in restored}
    for row in pairs:
        parent = row.parent_id
        if row.pk not in keys and parent not in keys and parent and own[parent] is not None:
            ended.append(row)
    by_parent: dict[int, list[int]] = defaultdict(list)
    for row in ended:
        by_parent[row.parent_id or 0].append(row.pk)
    return ended, [SubsidiariesEnded(key, tuple(keys)) for key, keys in by_parent.items()]
