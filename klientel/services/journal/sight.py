"""What of the journal is for readers who do not see every row it tells of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from django.db.models import F

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk

from .models import Entry, Mention

# Of these keys, those whose rows the actor sees, in the bin or not.
Seen = Callable[[Actor, Collection[int]], set[int]]
_known: dict[str, Seen] = {}


def register(model: str, seen: Seen) -> None:
    _known[model] = seen


def readable(actor: Actor, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Those that name no row the actor does not see: an entry may tell what such a row is called.

    One that tells of rows by their number alone, as imports do, names none.
    """
    if actor.scope == "all" or not entries:
        return entries
    keys = [entry.pk for entry in entries]
    mentions = Mention.objects.filter(entry__in=keys, model__in=_known, last=F("first"))
    named: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for entry, model, key in mentions.values_list("entry_id", "model", "first"):
        named[model][key].add(entry)
    hidden: set[int] = set()
    for model, rows in named.items():
        for piece in bulk.pieces(rows, 900):
            for key in set(piece) - _known[model](actor, piece):
                hidden |= rows[key]
    return [entry for entry in entries if entry.pk not in hidden]
