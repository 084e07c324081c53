"""Retention periods: what is older than its period goes, step by step, and every passage is logged.

A step and the row that tells of it are one transaction, so a passage that was interrupted goes on
where it stood. The wiring registers the kinds; what a period only proposes is never removed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from klientel.foundation.access import Actor
from klientel.foundation.lib import clock
from klientel.services.journal import security

from .models import Period, Sweep

STEP = 200
MOST = 36_500
Text = object  # a lazy message


@dataclass(frozen=True)
class Moved:
    """What one step did: how many went, where the next begins, whether there may be more."""

    removed: int
    cursor: int
    is_over: bool


Step = Callable[[datetime, int, int], Moved]  # older than, from where, at most how many


@dataclass(frozen=True)
class Kind:
    """Something that is kept for a time."""

    code: str
    title: Text
    text: Text
    days: int  # unless somebody sets another number
    count: Callable[[datetime, int], int]
    step: Step | None = None  # None: it is only proposed
    url_name: str = ""  # where what is proposed is found


@dataclass(frozen=True)
class Due:
    """A kind with its period, and how much would go today."""

    kind: Kind
    days: int | None
    before: datetime | None
    count: int


_kinds: list[Kind] = []
_names: dict[str, Text] = {}


def register(*kinds: Kind, names: Mapping[str, Text]) -> None:
    """`names` are those of the models that are removed for good, as people know them."""
    _kinds[:] = kinds
    _names.update(names)


def name_of(model: str) -> str:
    return str(_names.get(model, model))


def kinds() -> Sequence[Kind]:
    return list(_kinds)


def simple(drop: Callable[[datetime, int], int]) -> Step:
    """Of what is gone once it was removed: nothing has to be remembered."""

    def step(before: datetime, cursor: int, most: int) -> Moved:
        removed = drop(before, most)
        return Moved(removed, cursor, removed < most)

    return step


def periods() -> dict[str, int | None]:
    stored = dict(Period.objects.values_list("kind", "days"))
    return {kind.code: stored.get(kind.code, kind.days) for kind in _kinds}


def set_periods(actor: Actor, days: Mapping[str, int | None]) -> None:
    """Logged with the numbers, as they decide what is removed from now on."""
    actor.require("privacy.change_periods")
    before = periods()
    changed = {code: number for code, number in days.items() if before.get(code) != number}
    if not changed:
        return
    with transaction.atomic():
        for code, number in changed.items():
            Period.objects.update_or_create(kind=code, defaults={"days": number})
        security.log("privacy.periods_changed", actor, **changed)


def due() -> list[Due]:
    """What would be removed, or proposed, today."""
    found = []
    for kind in _kinds:
        days = periods()[kind.code]
        before = clock.now() - timedelta(days=days) if days is not None else None
        count = kind.count(before, _begun(kind)) if before else 0
        found.append(Due(kind, days, before, count))
    return found


def begin() -> list[Sweep]:
    """Open a passage for each kind that has something to remove and none under way."""
    opened = []
    for each in due():
        under_way = Sweep.objects.filter(kind=each.kind.code, finished_at=None)
        if each.before and each.count and each.kind.step and not under_way.exists():
            sweep = Sweep(kind=each.kind.code, before=each.before, cursor=_begun(each.kind))
            sweep.save()
            opened.append(sweep)
    return opened


def work() -> None:
    """Do what is left of all passages, also of those an ended worker has left."""
    for key in Sweep.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True):
        while _step(key):
            pass


def _step(key: int) -> bool:
    """One step of a passage. Whoever else is at it is waited for; False at its end."""
    with transaction.atomic():
        sweep = Sweep.objects.select_for_update().filter(pk=key, finished_at=None).first()
        found = [kind for kind in _kinds if sweep and kind.code == sweep.kind]
        if sweep is None or not found or found[0].step is None:
            return False
        moved = found[0].step(sweep.before, sweep.cursor, STEP)
        sweep.removed, sweep.cursor = sweep.removed + moved.removed, moved.cursor
        if moved.is_over:
            sweep.finished_at = clock.now()
        sweep.save()
    return not moved.is_over


def _begun(kind: Kind) -> int:
    """Where the last passage ended."""
    last = Sweep.objects.filter(kind=kind.code).exclude(finished_at=None).order_by("-pk").first()
    return last.cursor if last else 0
