"""Reading the journal: the history of a row, what changed since a version, a batch."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk

from . import sight
from .facts import Fact, Subject, fact_class
from .models import Batch, Entry, Mention


@dataclass(frozen=True)
class Item:
    """One line of a history, ready to be shown to the actor it was read for."""

    entry_id: int
    kind: str
    text: str
    data: Mapping[str, Any]
    actor: str
    origin: str
    at: datetime
    batch: str
    may_undo: bool


def timeline(
    actor: Actor,
    subject: Subject,
    *,
    limit: int = 20,
    before: int = 0,
    without: Iterable[type[Fact]] = (),
    also: Sequence[int] = (),
) -> list[Item]:
    """Newest first. `before` is the entry id the last page ended with.

    Leaves out the facts `without`; none of them may be ranged. `also` are rows of the same model
    whose history is told as that of this one.
    """
    model, key = subject
    exact = Mention.objects.filter(model=model, first=key, last=key)
    if also:
        exact = Mention.objects.filter(model=model, first__in=[key, *also], last=F("first"))
    if left_out := [fact.kind for fact in without]:
        exact = exact.exclude(entry__kind__in=left_out)
    if before:
        exact = exact.filter(entry__lt=before)
    keys = exact.order_by("-entry").values_list("entry_id", flat=True)
    found = list((keys.distinct() if also else keys)[:limit])
    for each in (key, *also):
        created = (
            Mention.objects.filter(model=model, first__lte=each, last__gt=F("first"))
            .order_by("-first")
            .values_list("entry_id", "last")
            .first()
        )
        if created and created[1] >= each and (not before or created[0] < before):
            found.append(created[0])
    entries = Entry.objects.filter(pk__in=found).select_related("batch").order_by("-pk")[:limit]
    return _items(actor, list(entries))


def _items(actor: Actor, entries: Sequence[Entry]) -> list[Item]:
    """Those this actor may read."""
    readable = sight.readable(actor, entries)
    return [item for entry in readable if (item := _item(actor, entry))]


def _item(actor: Actor, entry: Entry) -> Item | None:
    fact = fact_class(entry.kind)
    if fact is None or not actor.may(fact.permission):
        return None
    batch = entry.batch
    return Item(
        entry_id=entry.pk,
        kind=entry.kind,
        text=fact.describe(entry.data),
        data=entry.data,
        actor=actor_name(batch),
        origin=batch.origin,
        at=entry.at,
        batch=batch.key,
        may_undo=not entry.undone_by and bool(entry.changes) and may_undo(actor, batch),
    )


def mentioned(model: str, entries: Iterable[int]) -> dict[int, list[int]]:
    """The rows of a model that these entries name one by one."""
    found: dict[int, list[int]] = defaultdict(list)
    single = Mention.objects.filter(model=model, entry__in=list(entries), last=F("first"))
    for entry, key in single.order_by("first").values_list("entry_id", "first"):
        found[entry].append(key)
    return found


def count_about(model: str, keys: Iterable[int]) -> int:
    """How many entries tell of any of these rows."""
    wanted = sorted(set(keys))
    if not wanted:
        return 0
    found: set[int] = set()
    for piece in bulk.pieces(wanted, 500):
        exact = Mention.objects.filter(model=model, first__in=piece, last=F("first"))
        found.update(exact.values_list("entry", flat=True))
    ranges = Mention.objects.filter(model=model, first__lte=wanted[-1], last__gt=F("first"))
    for first, last, entry in ranges.filter(last__gte=wanted[0]).values_list(
        "first", "last", "entry"
    ):
        place = bisect_left(wanted, first)
        if place < len(wanted) and wanted[place] <= last:
            found.add(entry)
    return len(found)


def makers(fact: type[Fact], model: str, keys: Iterable[int]) -> dict[int, str]:
    """Who did this to rows of a model, by their keys. The fact mentions each on its own."""
    found: dict[int, str] = {}
    for piece in bulk.pieces(keys, 500):
        mentions = Mention.objects.filter(model=model, first__in=piece, entry__kind=fact.kind)
        for mention in mentions.select_related("entry__batch"):
            found[mention.first] = actor_name(mention.entry.batch)
    return found


def actor_name(found: Batch) -> str:
    """Of a person as they were called then; what is no person goes by a message."""
    label = found.actor_label
    return label if found.actor_id is not None or not label else gettext(label)


def may_undo(actor: Actor, batch: Batch) -> bool:
    """One's own acts always, those of others with the permission."""
    own = actor.user_id is not None and batch.actor_id == actor.user_id
    return own or actor.may("journal.undo")


def values_at(fact: type[Fact], subject: Subject, version: int) -> dict[str, Any]:
    """The values a row had at `version`, for the fields changed since then.

    Relies on facts of this class carrying `version`, and `before` by field.
    """
    model, key = subject
    entries = Entry.objects.filter(
        kind=fact.kind,
        mentions__model=model,
        mentions__first=key,
        mentions__last=key,
    ).order_by("-pk")[:200]
    old: dict[str, Any] = {}
    for entry in entries:
        if entry.data["version"] <= version:
            break
        old |= entry.data["before"]
    return old


def batch(key: str) -> Batch | None:
    return Batch.objects.filter(pk=key).first()


def lines(actor: Actor, found: Batch, *, limit: int = 50) -> list[Item]:
    """What a batch did, as far as the actor may read it."""
    entries = Entry.objects.filter(batch=found).select_related("batch").order_by("pk")[:limit]
    return _items(actor, list(entries))


def is_undone(key: str) -> bool:
    """Whether nothing of this batch is left to be walked back."""
    return not Entry.objects.filter(batch=key, undone_by="").exclude(changes=[]).exists()


def summary(actor: Actor, found: Batch) -> dict[str, Any]:
    """What the API and the result pages say of a batch."""
    entries = Entry.objects.filter(batch=found)
    return {
        "id": found.key,
        "actor": actor_name(found),
        "origin": found.origin,
        "at": found.at,
        "entries": entries.count(),
        "undo_of": found.undo_of or None,
        "undone": is_undone(found.key),
        "may_undo": may_undo(actor, found),
    }
