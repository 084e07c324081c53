"""The lists that can be searched in the background. The wiring registers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from klientel.foundation.access import Actor
from klientel.foundation.ui.listing import Listing, Table

PERMISSION = "long_searches.run"


@dataclass(frozen=True)
class Kind:
    name: str
    permission: str
    home: str  # URL name of the list
    table: Table[Any]

    def listing(self, actor: Actor, asked: str) -> Listing[Any]:
        """The list as a query string asks for it."""
        return Listing(actor, self.table, QueryDict(asked))


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    _kinds.clear()
    _kinds.update({kind.name: kind for kind in kinds})


def kind(name: str) -> Kind:
    """Raises LookupError."""
    return _kinds[name]


def open_to(actor: Actor) -> Mapping[str, Kind]:
    if not actor.may(PERMISSION):
        return {}
    return {name: each for name, each in _kinds.items() if actor.may(each.permission)}
