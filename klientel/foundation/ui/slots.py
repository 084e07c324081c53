"""Places on a page that packages from higher layers may fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise

from klientel.foundation.access import Actor


@dataclass(frozen=True)
class Panel:
    """A part of somebody else's page, told by title, URL name and count."""

    title: str | Promise
    url_name: str  # takes the page object's pk
    permission: str
    count: Callable[[Actor, int], int] | None = None
    icon: str = ""


@dataclass(frozen=True)
class Tab:
    """A panel as one actor sees it on one record."""

    title: str
    url: str
    url_name: str
    count: int | None
    icon: str


@dataclass(frozen=True)
class Fact:
    """One key fact in somebody else's header: a short text, and where it leads."""

    title: str | Promise
    permission: str
    text: Callable[[Actor, int], str]  # empty: not shown
    url_name: str = ""  # takes the page object's pk


@dataclass(frozen=True)
class ShownFact:
    title: str
    text: str
    url: str


@dataclass
class FactSlot:
    """Key facts in a header that packages from higher layers may add."""

    facts: list[Fact] = field(default_factory=list)

    def fill(self, *facts: Fact) -> None:
        self.facts = list(facts)

    def shown(self, actor: Actor, pk: int) -> list[ShownFact]:
        return [
            ShownFact(
                str(fact.title),
                text,
                reverse(fact.url_name, args=[pk]) if fact.url_name else "",
            )
            for fact in self.facts
            if actor.may(fact.permission) and (text := fact.text(actor, pk))
        ]


@dataclass
class Slot:
    panels: list[Panel] = field(default_factory=list)

    def fill(self, *panels: Panel) -> None:
        self.panels = list(panels)

    def tabs(self, actor: Actor, pk: int) -> list[Tab]:
        return [
            Tab(
                str(panel.title),
                reverse(panel.url_name, args=[pk]),
                panel.url_name,
                panel.count(actor, pk) if panel.count else None,
                panel.icon,
            )
            for panel in self.panels
            if actor.may(panel.permission)
        ]
