"""The form that puts conditions together: groups, in each some conditions, each with its inputs.

Everything stands in the form itself, so it works without scripts: choosing another field, adding
and removing send the form and get it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from klientel.foundation.access import Actor
from klientel.foundation.db import conditions
from klientel.foundation.db.conditions import MOST, Condition, Group, Match, Where
from klientel.foundation.db.properties import LABELS, SPANS, Choices, Property, units_behind

from .asking import Properties, check, offered, wrong_shape
from .filtering import example_day

NAME = re.compile(r"(\d{1,2})-(\d{1,2})-field$")
GROUPS = 6
Option = tuple[str, str, bool]  # value, label, whether it is chosen


@dataclass
class Row:
    """A condition being typed."""

    prefix: str
    asked: Property
    operator: str
    values: list[str]
    options: list[Option] = field(default_factory=list)
    error: str = ""
    is_new: bool = False

    @property
    def was(self) -> str:
        """What the values were typed for."""
        return f"{self.asked.name}.{self.operator}"

    @property
    def operators(self) -> list[Option]:
        return [(each, str(LABELS[each]), each == self.operator) for each in self.asked.operators]

    @property
    def input(self) -> str:
        return self.asked.input(self.operator)

    @property
    def example(self) -> str:
        return example_day()

    @property
    def first(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def second(self) -> str:
        return self.values[1] if len(self.values) > 1 else ""

    @property
    def condition(self) -> Condition:
        values = tuple(value.strip()[: conditions.LONGEST] for value in self.values)
        return Condition(self.asked.name, self.operator, values[: conditions.VALUES])

    @property
    def kept(self) -> Condition:
        typed = self.condition
        return replace(typed, values=tuple(self.asked.kept(self.operator, typed.values)))


@dataclass
class Part:
    """A group being typed."""

    number: int
    match: Match
    rows: list[Row] = field(default_factory=list)


class Builder:
    def __init__(self, actor: Actor, properties: Properties, where: Where) -> None:
        self.actor = actor
        self.known: Mapping[str, Property] = offered(actor, properties)
        self.match: Match = where.match
        self.parts = [
            Part(g, group.match, [self._row(g, c, each) for c, each in enumerate(group.conditions)])
            for g, group in enumerate(where.groups)
        ]
        self.error = ""
        if not self.parts:
            self.add_group()

    @classmethod
    def typed(cls, actor: Actor, properties: Properties, data: QueryDict) -> Builder:
        found = cls(actor, properties, Where())
        found.match = _match(data.get("match", ""))
        found.parts = []
        for g, c in sorted((int(m[1]), int(m[2])) for name in data if (m := NAME.match(name))):
            if not found.parts or found.parts[-1].number != g:
                found.parts.append(Part(g, _match(data.get(f"{g}-match", ""))))
            found.parts[-1].rows.append(found._typed_row(f"{g}-{c}", data))
        if not found.parts:
            found.add_group()
        return found

    def do(self, wish: str) -> None:
        """`group`, `add-0` a condition to a group, `drop-0-1` one of them, `clear` all."""
        verb, _dash, place = wish.partition("-")
        if verb == "clear":
            self.parts = []
        elif verb == "add":
            self._add(place)
        elif verb == "drop":
            for part in self.parts:
                part.rows = [row for row in part.rows if row.prefix != place]
            self.parts = [part for part in self.parts if part.rows]
        if verb == "group" or not self.parts:
            self.add_group()

    def _add(self, place: str) -> None:
        for part in self.parts:
            if str(part.number) == place and self.may_add:
                number = 1 + max(int(row.prefix.split("-")[1]) for row in part.rows)
                part.rows.append(replace(self._blank(f"{part.number}-{number}"), is_new=True))

    def add_group(self) -> None:
        """The other way of joining than that of the whole: else it would say nothing new."""
        if len(self.parts) >= GROUPS or self.count >= MOST:
            return
        number = 1 + max((part.number for part in self.parts), default=-1)
        match: Match = "all" if not self.parts or self.match == "any" else "any"
        row = replace(self._blank(f"{number}-0"), is_new=True)
        self.parts.append(Part(number, match, [row]))

    def check(self) -> bool:
        """Says beside each condition what is wrong with it."""
        for row in self.rows:
            row.error = check(self.actor, self.known, row.condition)[1]
        if self.count > MOST:
            self.error = wrong_shape("many")
        return not self.error and not any(row.error for row in self.rows)

    @property
    def where(self) -> Where:
        """Of what was checked."""
        groups = [Group(part.match, tuple(row.kept for row in part.rows)) for part in self.parts]
        return Where(self.match, tuple(groups))

    @property
    def rows(self) -> Iterator[Row]:
        return (row for part in self.parts for row in part.rows)

    @property
    def count(self) -> int:
        return sum(1 for _row in self.rows)

    @property
    def may_add(self) -> bool:
        return self.count < MOST

    @property
    def may_add_group(self) -> bool:
        return self.may_add and len(self.parts) < GROUPS

    @property
    def fields(self) -> dict[str, list[tuple[str, str]]]:
        """Under the headings they stand in."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, asked in self.known.items():
            found.setdefault(str(asked.about), []).append((name, str(asked.title)))
        return found

    def _row(self, group: int, place: int, condition: Condition) -> Row:
        """What is no longer known gives way to the first there is; its chip has named it."""
        asked = self.known.get(condition.name)
        if asked is None or condition.operator not in asked.operators:
            return self._blank(f"{group}-{place}")
        values = asked.typed(condition.operator, condition.values)
        return self._filled(f"{group}-{place}", asked, condition.operator, values=values)

    def _blank(self, prefix: str) -> Row:
        asked = next(iter(self.known.values()))
        return self._filled(prefix, asked, asked.operators[0], values=[])

    def _typed_row(self, prefix: str, data: QueryDict) -> Row:
        """Values stay while what is typed behind field and operator is of the same kind."""
        asked = self.known.get(data.get(f"{prefix}-field", ""))
        if asked is None:
            return self._blank(prefix)
        operator = data.get(f"{prefix}-operator", "")
        if operator not in asked.operators:
            operator = asked.operators[0]
        name, _dot, before = data.get(f"{prefix}-was", "").rpartition(".")  # `custom.key.has`
        is_same = name == asked.name and asked.input(before) == asked.input(operator)
        values = data.getlist(f"{prefix}-value") if is_same else []
        return self._filled(prefix, asked, operator, values=values)

    def _filled(self, prefix: str, asked: Property, operator: str, *, values: list[str]) -> Row:
        row = Row(prefix, asked, operator, values)
        given: Choices = ()
        if row.input == "many":
            given = asked.options(self.actor)
        elif row.input in ("span", "ago"):
            given = (SPANS if row.input == "span" else units_behind(operator)).items()
        row.options = [(value, str(label), value in values) for value, label in given]
        return row


def _match(given: str) -> Match:
    return "any" if given == "any" else "all"
