"""What a search is for, how far it is, and the address of what it found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from klientel.foundation.access import Actor
from klientel.foundation.lib.sentences import gettext as _
from klientel.foundation.lib.sentences import ngettext
from klientel.foundation.ui.listing import figure
from klientel.services.notifications import notices

from . import kinds
from .engine import MOST
from .models import LongHit, LongSearch, State

FOUND = "found"  # the property of a list that asks for hits


def address(search: LongSearch) -> str:
    """Of the list of what was found."""
    return f"{reverse(kinds.kind(search.kind).home)}?{urlencode({'where': where(search)})}"


def where(search: LongSearch) -> str:
    """The condition that asks for its hits."""
    return json.dumps([[FOUND, "in", str(search.pk)]], separators=(",", ":"))


def percent(search: LongSearch) -> int:
    return 100 * search.cursor // search.last if search.last else 100


def counted(search: LongSearch) -> str:
    return figure(search.found, MOST)


def announce(search: LongSearch) -> None:
    """To who began it, who may be anywhere by now."""
    if search.state in (State.DONE, State.FULL):
        said = ngettext(
            "The search is done: %(count)s hit.",
            "The search is done: %(count)s hits.",
            search.found,
        )
        text = said % {"count": search.found}
    elif search.state == State.FAILED:
        text = _("The search failed.")
    else:
        return
    notices.tell(search.owner_id, text, reverse("long_searches:show", args=[search.pk]))


def finished(kind: str) -> Callable[[Actor], list[tuple[str, str]]]:
    """The searches of a list whose hits can be asked for, the newest first."""

    def choices(actor: Actor) -> list[tuple[str, str]]:
        mine = LongSearch.objects.visible_to(actor).filter(kind=kind)
        ended = mine.exclude(state__in=[State.RUNNING, State.FAILED]).order_by("-pk")
        return [(str(each.pk), _told(each)) for each in ended]

    return choices


def _told(search: LongSearch) -> str:
    at = date_format(localtime(search.created_at), "SHORT_DATETIME_FORMAT")
    return f"{search.title} ({at})"


def hits(keys: Iterable[str]) -> QuerySet[LongHit, Any]:
    return LongHit.objects.filter(search__in=[int(key) for key in keys]).values_list("key")
