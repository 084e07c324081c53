"""Which rows an act is for: those ticked, or all that a list's address finds."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.db import limits
from klientel.foundation.db.keyset import COUNT_CAP
from klientel.foundation.lib.digits import whole

from .listing import Listing, Table, figure

M = TypeVar("M", bound=models.Model)


def chosen_keys(request: HttpRequest, actor: Actor, table: Table[M], *, most: int = 0) -> list[int]:
    """Keys without promise that they exist. What a dialog agreed on comes back as `chosen`."""
    given = request.POST if request.method == "POST" else request.GET
    if "chosen" in given:
        return numbers(given["chosen"].split(","))
    if "all" in given:
        listing = Listing(actor, table, QueryDict(given.get("query", "")))
        return _all(listing, most or COUNT_CAP)
    return numbers(given.getlist("ids"))


def _all(listing: Listing[M], most: int) -> list[int]:
    try:
        with limits.at_most():
            keys = list(listing.matches.values_list("pk", flat=True)[: most + 1])
    except limits.TooSlow as error:
        raise ValidationError(_("Finding the rows took too long. Add a filter.")) from error
    if len(keys) > most:
        sentence = _("This is for at most %(count)s rows at once. Add a filter.")
        raise ValidationError(sentence % {"count": figure(most, most)})
    return keys


def numbers(texts: list[str]) -> list[int]:
    """What is no number was not written by our pages and stands for no row."""
    found = dict.fromkeys(map(whole, texts[:COUNT_CAP]))
    return [key for key in found if key is not None]
