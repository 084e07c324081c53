"""Searches: begun for what a list's address asks, stopped, removed."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.ui.asking import cut
from klientel.foundation.ui.listing import Listing

from . import kinds, tasks
from .kinds import Kind
from .models import LongSearch, State

MOST: Final = 20  # of one person
LONGEST: Final = 8_000  # letters of an address
LOOKS = frozenset({"cursor", "loaded", "sort", "columns", "density", "view"})  # asks for no row


def begin(actor: Actor, name: str, query: str) -> LongSearch:
    """For what this query string asks. The same one at work already is answered instead.

    Raises ValidationError where nothing is asked, or where a part of it cannot be asked.
    """
    kind = kinds.open_to(actor).get(name)
    if kind is None or actor.user_id is None:
        raise PermissionDenied(kinds.PERMISSION)
    asked = _asked(query)
    listing = kind.listing(actor, asked)
    if listing.complaints:
        raise ValidationError(listing.complaints)
    if not listing.is_narrowed:
        raise ValidationError(_("There is nothing to search for: choose a filter or type a word."))
    mine = LongSearch.objects.filter(owner=actor.user_id)
    if busy := mine.filter(kind=name, asked=asked, state=State.RUNNING).first():
        return busy
    if mine.filter(state=State.RUNNING).count() >= MOST:
        raise ValidationError(_("Too many of your searches are at work. Wait until one is done."))
    rows = kind.table.queryset(actor).model._base_manager
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    search = LongSearch.objects.create(
        kind=name,
        asked=asked,
        titles=_titles(actor, kind, asked),
        last=last,
        owner_id=actor.user_id,
    )
    kept = (
        mine.exclude(state=State.RUNNING).order_by("-pk").values_list("pk", flat=True)[MOST - 1 :]
    )
    mine.filter(pk__in=list(kept)).delete()
    transaction.on_commit(lambda: tasks.work(search.pk))
    return search


def _titles(actor: Actor, kind: Kind, asked: str) -> dict[str, str]:
    """Its owner may read another language tomorrow, when what is asked has another name."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = _title(kind.listing(actor, asked))
    return found


def _title(listing: Listing[Any]) -> str:
    parts = [
        _("%(label)s: %(text)s") % {"label": chip.label, "text": chip.value}
        for chip in listing.chips
    ]
    typed = [_("“%(text)s”") % {"text": listing.q}] if listing.q else []
    return cut(" · ".join([*typed, *parts]))


def _asked(query: str) -> str:
    """What of an address decides which rows there are, in one order."""
    if len(query) > LONGEST:
        raise ValidationError(_("The address of the list is too long."))
    return urlencode(sorted((k, v) for k, v in parse_qsl(query) if k not in LOOKS))


def cancel(search: LongSearch) -> None:
    """Stop after the present piece. What was found so far is kept."""
    rows = LongSearch.objects.filter(pk=search.pk, state=State.RUNNING)
    rows.update(state=State.CANCELLED, finished_at=timezone.now(), worker="")


def remove(search: LongSearch) -> None:
    LongSearch.objects.filter(pk=search.pk).delete()
