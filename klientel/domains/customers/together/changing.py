"""One wish, carried out at many rows: each gets its own values, or a reason why it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from klientel.domains.customers.custom import Flat, flat
from klientel.domains.customers.errors import Conflict, Outcome
from klientel.domains.customers.facts import Changed
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.purposes import PURPOSES
from klientel.foundation.access import Actor
from klientel.foundation.db.rows import label
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.bulk.kinds import Difference, Item, Problem, Result, Task, Value
from klientel.services.bulk.wishes import Wish
from klientel.services.customfields import reading
from klientel.services.journal import queries as journal

R = TypeVar("R", Customer, Contact)
Values = Mapping[str, Any]
Tell = Callable[[R, Result], object]


@dataclass(frozen=True)
class Side(Generic[R]):
    """What customers and contacts do differently."""

    visible: Callable[[Actor], QuerySet[R]]
    fields: Callable[[Sequence[R], Actor], Mapping[int, Values]]
    values: Callable[[Wish, Values], dict[str, Any]]  # those a row gets that has these now
    write: Callable[[Actor, Sequence[tuple[R, dict[str, Any]]]], Outcome]
    hand_on: Callable[[Actor, Sequence[R], Task], Tell[R]]  # what those gave up
    fact: type[Changed]
    columns: Mapping[str, str]  # fields of a wish that are part of another field


@reading.once()
def change(side: Side[R], actor: Actor, items: Sequence[Item], *, task: Task) -> list[Result]:
    """Writes what can be written, in the order given; the results say what became of each."""
    wish = task.wish
    rows = side.visible(actor).in_bulk([item.key for item in items])
    before = _flat(side.fields(list(rows.values()), actor))
    results = {item.key: Result(item.key) for item in items}
    wanted: list[tuple[R, dict[str, Any]]] = []
    for key, version in items:
        row = rows.get(key)
        if row is None:
            _refuse(results[key], "", _("It was deleted meanwhile, or you no longer see it."))
            continue
        results[key].name, results[key].version = str(row), row.version
        taken = _taken(side, row, version, wish=wish, present=before[key])
        for name in taken:
            _refuse(results[key], name, _("Someone else has changed this meanwhile."))
        if not taken:
            wanted.append((row, side.values(wish, before[key])))
    done = _written(side, actor, wanted, results=results)
    after = _flat(side.fields(done, actor))
    _tell(results, before, after=after)
    left = [rows[key] for key, fields in after.items() if _gave_up(before[key], fields)]
    tell = side.hand_on(actor, left, task)
    for row in left:
        tell(row, results[row.pk])
    return list(results.values())


def _flat(fields: Mapping[int, Values]) -> dict[int, Flat]:
    return {key: flat(each) for key, each in fields.items()}


def _refuse(result: Result, field: str, reason: str) -> None:
    result.outcome = "refused"
    result.problems = [*result.problems, Problem(field, reason)]


def _taken(side: Side[R], row: R, version: int | None, *, wish: Wish, present: Values) -> list[str]:
    """Fields that are to be set and that somebody else set to something else since `version`."""
    if version is None or version == row.version:
        return []
    old = journal.values_at(side.fact, (label(type(row)), row.pk), version)
    stored = {name: side.columns.get(name, name) for name in wish.set}
    return [
        name
        for name, column in stored.items()
        if column in old and present.get(name) != wish.set[name]
    ]


def _written(
    side: Side[R],
    actor: Actor,
    wanted: Sequence[tuple[R, dict[str, Any]]],
    *,
    results: Mapping[int, Result],
) -> list[R]:
    """The rows that were changed. Whoever deletes one at this moment keeps none of the others."""
    left = list(wanted)
    while left:
        try:
            outcome = side.write(actor, left)
            break
        except Conflict as conflict:
            gone = conflict.row.pk
            _refuse(results[gone], "", _("It was deleted meanwhile, or you no longer see it."))
            left = [pair for pair in left if pair[0].pk != gone]
    else:
        return []
    for place, errors in outcome.refused.items():
        for path, sentences in errors.items():
            name = path.partition(".")[0]
            for sentence in sentences:
                _refuse(results[left[place][0].pk], name.removeprefix("__all__"), sentence)
    keys = [left[place][0].pk for place in outcome.done]
    for key in keys:
        results[key].outcome = "changed"
    found = type(left[0][0])._default_manager.in_bulk(keys)
    return [found[key] for key in keys]


def _tell(
    results: Mapping[int, Result],
    before: Mapping[int, Values],
    *,
    after: Mapping[int, Values],
) -> None:
    for key, new in after.items():
        old = before[key]
        results[key].differences = [
            Difference(name, Value(old[name]), Value(new[name]))
            for name in {**new, **old}
            if old[name] != new[name]
        ]


def _gave_up(old: Values, new: Values) -> bool:
    return any(old.get(purpose) and not new[purpose] for purpose in PURPOSES if purpose in new)
