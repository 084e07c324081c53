"""Reading views: those somebody can open, and the one an address is of."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse

from klientel.foundation.access import Actor
from klientel.foundation.lib.digits import whole

from .actions.saving import lasting
from .lists import SavedList
from .models import SavedView

OFFERED = 100


def visible(actor: Actor, table: str = "") -> list[SavedView]:
    """By name, at most as many as a menu can hold."""
    found = SavedView.objects.visible_to(actor).select_related("owner", "staff_team")
    if table:
        found = found.filter(table=table)
    return list(found.order_by("name", "pk")[:OFFERED])


def of(actor: Actor, table: str, key: str) -> SavedView | None:
    """The one an address names, if it is still there and of this list."""
    number = whole(key)
    if number is None:
        return None
    return SavedView.objects.visible_to(actor).filter(pk=number, table=table).first()


def address(view: SavedView) -> str:
    """Of the list as the view has it, marked with where it comes from."""
    params = QueryDict(view.query, mutable=True)
    params["view"] = str(view.pk)
    return f"{reverse(view.page)}?{params.urlencode()}"


@dataclass(frozen=True)
class Place:
    """Where somebody is, as the address of the page says."""

    page: str
    query: str
    view: str  # the key it names

    @classmethod
    def read(cls, known: SavedList, url: str) -> Place:
        """The first page of the list where the address is of no page of it."""
        parts = urlsplit(url[:8_000])
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            name = ""
        if name not in known.pages:
            return cls(known.first, "", "")
        found = urlencode(lasting(parts.query))
        return cls(name, found, QueryDict(parts.query).get("view", ""))

    def is_as(self, view: SavedView) -> bool:
        return self.page == view.page and _sorted(self.query) == _sorted(view.query)


def _sorted(query: str) -> list[tuple[str, list[str]]]:
    return sorted(QueryDict(query).lists())
