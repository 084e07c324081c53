"""Customers as cards, a stack for each segment: the first of each, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from klientel.foundation.db import keyset, limits
from klientel.foundation.ui.lines import Line
from klientel.foundation.ui.listing import PATIENCE, Listing, figure

from . import choices
from .models import Customer

FIRST = 20  # cards of a stack; its head leads to all of them
COUNTED = 1_000
SHOWN = frozenset({"city", "contact", "manager"})


@dataclass(frozen=True)
class Stack:
    code: str
    title: str
    icon: str
    lines: Sequence[Line]
    count: int
    href: str  # the list of all its customers

    @property
    def counted(self) -> str:
        return figure(self.count, COUNTED)

    @property
    def rest(self) -> str:
        """How many are not shown; empty where all are."""
        more = self.count - len(self.lines)
        return figure(more, COUNTED) if more > 0 else ""


@dataclass
class Board(Listing[Customer]):
    @cached_property
    def stacks(self) -> list[Stack]:
        """Of the segments asked for, or of all seven; none where finding them takes too long."""
        wanted = self.filters.given.get("segment") or choices.Segment.values
        try:
            with limits.at_most(PATIENCE):
                return [self._stack(choices.Segment(code)) for code in wanted]
        except limits.TooSlow:
            self._stopped = True
            return []

    @property
    def is_too_slow(self) -> bool:
        return not self.stacks and self._stopped

    @property
    def is_empty(self) -> bool:
        return not self.is_too_slow and not any(stack.count for stack in self.stacks)

    def _stack(self, segment: choices.Segment) -> Stack:
        found = self._found.filter(segment=segment)
        rows = list(self.table.fetch(self.actor, found).order_by("name_fold", "pk")[:FIRST])
        is_all = len(rows) < FIRST
        count = len(rows) if is_all else keyset.capped_count(found, COUNTED)
        lines = self.table.lines(rows, SHOWN) if rows else []
        icon = choices.SEGMENT_ICONS[segment]
        href = self.query(segment=segment.value)
        return Stack(segment.value, str(segment.label), icon, lines, count, href)

    @property
    def _found(self) -> QuerySet[Customer]:
        return self.search.narrow(self.filtered)
