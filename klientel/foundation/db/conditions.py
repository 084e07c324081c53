"""What narrows a list beyond its own filters: conditions in groups, as an address holds them.

`{"any": [["segment", "in", "prospect"], {"all": [["city", "has", "Köln"], ["active", "yes"]]}]}`:
a condition names a property, an operator and values; a group joins conditions, and the whole joins
groups. A list of conditions without a word for how they are joined is joined by `all`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Literal, cast

from django.db.models import Q

from klientel.foundation.lib.refusals import Refused

Match = Literal["all", "any"]
MATCHES: tuple[Match, ...] = ("all", "any")
MOST = 20  # conditions
VALUES = 30  # of one condition
LONGEST = 200  # letters of one value


@dataclass(frozen=True)
class Condition:
    name: str  # of a property
    operator: str
    values: tuple[str, ...] = ()

    def dump(self) -> list[str]:
        return [self.name, self.operator, *self.values]


@dataclass(frozen=True)
class Group:
    match: Match
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Where:
    match: Match = "all"
    groups: tuple[Group, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def count(self) -> int:
        return sum(len(group.conditions) for group in self.groups)

    @property
    def is_plain(self) -> bool:
        """Every condition has to hold: each can be taken away alone."""
        return self.match == "all" and all(
            group.match == "all" or len(group.conditions) == 1 for group in self.groups
        )


def join(match: Match, questions: Sequence[Q]) -> Q:
    return reduce(and_ if match == "all" else or_, questions, Q())


def read(text: str) -> Where:
    """As `dump` writes it, or by hand. Raises Refused for what has another shape."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("shape") from error
    match, items = _joined(given)
    groups: list[Group] = []
    loose: list[Condition] = []  # side by side without a group of their own
    for item in items:
        if isinstance(item, list):
            loose.append(_condition(item))
            continue
        groups += _group(match, loose)
        loose = []
        inner, found = _joined(item)
        groups += _group(inner, [_condition(each) for each in found])
    where = Where(match, (*groups, *_group(match, loose)))
    if where.count > MOST:
        raise Refused("many")
    return where


def dump(where: Where) -> str:
    """Short: it stands in addresses."""
    items: list[Any] = []
    for group in where.groups:
        found = [condition.dump() for condition in group.conditions]
        if len(found) == 1 or group.match == where.match:
            items += found
        else:
            items.append({group.match: found})
    whole: Any = items if where.match == "all" else {where.match: items}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _joined(given: Any) -> tuple[Match, list[Any]]:
    if isinstance(given, list):
        return "all", given
    if isinstance(given, dict) and len(given) == 1:
        [(match, items)] = given.items()
        if match in MATCHES and isinstance(items, list):
            return cast("Match", match), items
    raise Refused("shape")


def _condition(given: Any) -> Condition:
    is_one = isinstance(given, list) and 2 <= len(given) <= VALUES + 2
    if not is_one or not all(isinstance(each, str) and len(each) <= LONGEST for each in given):
        raise Refused("shape")
    name, operator, *values = given
    return Condition(name, operator, tuple(value.replace("\x00", "") for value in values))


def _group(match: Match, conditions: Sequence[Condition]) -> list[Group]:
    return [Group(match, tuple(conditions))] if conditions else []
