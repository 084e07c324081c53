"""Which lists have views: their domains say so in `wiring.saved_views`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class SavedList:
    name: str
    title: str | Promise
    permission: str  # whoever sees the list may keep views of it
    pages: Mapping[str, str | Promise]  # names of addresses, and what each layout is called

    @property
    def first(self) -> str:
        return next(iter(self.pages))


_lists: dict[str, SavedList] = {}


def register(*lists: SavedList) -> None:
    _lists.clear()
    _lists.update({each.name: each for each in lists})


def find(name: str) -> SavedList | None:
    return _lists.get(name)


def names() -> list[str]:
    return list(_lists)
