"""Customers as cards, a stack for each segment: the first of each, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from klientel.foundation.db import limits
from klientel.foundation.ui.lines import Line
from klientel.foundation.ui.listing import Listing, figure

from . import cards, choices
from .models import Customer

FIRST = 20  # cards of a stack; its head leads to all of them
COUNTED = 1_000
ALL = choices.Segment.values
SHOWN = frozenset({"city", "contact", "manager"})


@dataclass(frozen=True)
class Stack:
    code: str
    title: str
    icon: str
    lines: Sequence[Line]
    count: int
    most: int  # that are counted
    href: str  # the list of all its customers
    may_move: bool

    @property
    def cards(self) -> SafeString:
        return cards.render(self.lines, may_move=self.may_move)

    @property
    def counted(self) -> str:
        return figure(self.count, self.most)

    @property
    def rest(self) -> str:
        """How many are not shown; empty where all are."""
        more = self.count - len(self.lines)
        return figure(more, self.most) if more > 0 else ""


@dataclass
class Board(Listing[Customer]):
    @cached_property
    def stacks(self) -> list[Stack]:
        """Of the segments asked for, or of all seven; none where finding them takes too long."""
        wanted = [choices.Segment(code) for code in self.filters.given.get("segment") or ALL]
        try:
            with limits.at_most():
                keys = {segment: self._keys(segment) for segment in wanted}
        except limits.TooSlow:
            self._stopped = True
            return []
        lines = self._shown(key for found in keys.values() for key in found[:FIRST])
        return [self._stack(segment, found, lines) for segment, found in keys.items()]

    @property
    def is_too_slow(self) -> bool:
        return not self.stacks and self._stopped

    @property
    def is_empty(self) -> bool:
        return not self.is_too_slow and not any(stack.count for stack in self.stacks)

    @property
    def most(self) -> int:
        """Customers of a stack that are counted."""
        return FIRST if self.is_large else COUNTED

    @property
    def _of_page(self) -> None:
        """It has no pages."""

    def _keys(self, segment: choices.Segment) -> list[int]:
        """Of its customers in their order, up to one more than are counted."""
        found = self._found.filter(segment=segment).order_by("name_fold", "pk")
        return list(found.values_list("pk", flat=True)[: self.most + 1])

    def _shown(self, keys: Iterable[int]) -> dict[int, Line]:
        """Of all stacks together; who goes into the bin at this moment is left out."""
        there = self.table.queryset(self.actor).filter(pk__in=list(keys))
        rows = list(self.table.fetch(self.actor, there))
        return {line.key: line for line in self.table.lines(rows, SHOWN)}

    def _stack(
        self, segment: choices.Segment, keys: Sequence[int], lines: Mapping[int, Line]
    ) -> Stack:
        return Stack(
            segment.value,
            str(segment.label),
            choices.SEGMENT_ICONS[segment],
            [lines[key] for key in keys[:FIRST] if key in lines],
            len(keys),
            self.most,
            self.query(segment=segment.value),
            may_move=self.actor.may("customers.change"),
        )

    @property
    def _found(self) -> QuerySet[Customer]:
        return self.search.narrow(self.filtered)
