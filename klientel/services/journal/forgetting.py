"""What the journal forgets about rows that are removed for good or made nameless.

Entries stay, with who did what and when; what they say about these rows goes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from klientel.foundation.db import bulk

from .facts import Subject, fact_class
from .models import Entry, Mention

AT_ONCE = 500
VALUES = ("before", "after")  # of the data: what fields held
Keys = Mapping[str, Collection[int]]  # of rows, by model


def pseudonym(key: int) -> str:
    """Stands for a name, in every language alike."""
    return f"Anonym {key}"


def entries_about(subjects: Keys) -> dict[int, list[Subject]]:
    """The entries that name any of these rows one by one, and which."""
    found: dict[int, list[Subject]] = defaultdict(list)
    for model, keys in subjects.items():
        for piece in bulk.pieces(sorted(keys), AT_ONCE):
            exact = Mention.objects.filter(model=model, first__in=piece, last=F("first"))
            for entry, key in exact.values_list("entry_id", "first"):
                found[entry].append((model, key))
    return found


def subjects_of(entries: Collection[int]) -> set[Subject]:
    """All that these entries name one by one."""
    found: set[Subject] = set()
    for piece in bulk.pieces(sorted(entries), AT_ONCE):
        exact = Mention.objects.filter(entry__in=piece, last=F("first"))
        found.update(exact.values_list("model", "first"))
    return found


def forget(subjects: Keys, rows: Keys) -> int:
    """`subjects` are whom entries name, `rows` those and their parts. Returns how many changed."""
    about = entries_about(subjects)
    wanted = {model: set(keys) for model, keys in rows.items()}
    changed = 0
    for piece in bulk.pieces(sorted(about), AT_ONCE):
        different: list[Entry] = []
        for entry in Entry.objects.filter(pk__in=piece):
            data = _data(entry, about[entry.pk])
            changes = [_without_values(item, wanted) for item in entry.changes]
            if data != entry.data or changes != entry.changes:
                entry.data, entry.changes = data, changes
                different.append(entry)
        Entry.objects.bulk_update(different, ["data", "changes"])
        changed += len(different)
    return changed


def _data(entry: Entry, subjects: Collection[Subject]) -> dict[str, Any]:
    fact = fact_class(entry.kind)
    data = dict(entry.data)
    for model, key in subjects if fact else ():
        for name in fact.personal.get(model, ()) if fact else ():
            if isinstance(data.get(name), dict):
                data[name] = {}
            elif data.get(name):
                data[name] = pseudonym(key)
    return data


def _without_values(item: dict[str, Any], rows: Mapping[str, set[int]]) -> dict[str, Any]:
    """What was changed in these rows, without what stood there before and afterwards."""
    keys = rows.get(item["model"])
    if not keys or "rows" not in item:
        return item
    told = [[key, version, {} if key in keys else kept] for key, version, kept in item["rows"]]
    return {**item, "rows": told}


class Words:
    """What somebody is known by, and what stands for it in texts about others."""

    def __init__(self, words: Collection[str], stands: str) -> None:
        longest_first = sorted(filter(None, words), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
        self._stands = stands if longest_first else ""

    def replaced(self, value: Any) -> Any:
        """Also within lists and dictionaries, their keys included."""
        if not self._stands:
            return value
        if isinstance(value, str):
            return self._pattern.sub(self._stands, value)
        if isinstance(value, list | tuple):
            return [self.replaced(each) for each in value]
        if isinstance(value, dict):
            return {self.replaced(key): self.replaced(each) for key, each in value.items()}
        return value


def rename(subjects: Keys, words: Words) -> int:
    """In entries about others: only the words go. Returns how many changed."""
    changed = 0
    for piece in bulk.pieces(sorted(entries_about(subjects)), AT_ONCE):
        different: list[Entry] = []
        for entry in Entry.objects.filter(pk__in=piece):
            data, changes = words.replaced(entry.data), words.replaced(entry.changes)
            if data != entry.data or changes != entry.changes:
                entry.data, entry.changes = data, changes
                different.append(entry)
        Entry.objects.bulk_update(different, ["data", "changes"])
        changed += len(different)
    return changed


def count_values_before(moment: datetime, after: int) -> int:
    """Entries that still hold values, beyond the one that was looked at last."""
    return _holding(moment, after).count()


def drop_values_before(moment: datetime, after: int, most: int) -> tuple[int, int]:
    """Old and new values go, and with them the way back; who did what and when stays.

    Returns how many entries changed, and which was looked at last.
    """
    different: list[Entry] = []
    last = after
    for entry in _holding(moment, after).order_by("pk")[:most]:
        last = entry.pk
        data = {name: {} if name in VALUES else value for name, value in entry.data.items()}
        if data != entry.data or entry.changes:
            entry.data, entry.changes = data, []
            different.append(entry)
    Entry.objects.bulk_update(different, ["data", "changes"])
    return len(different), last


def _holding(moment: datetime, after: int) -> QuerySet[Entry]:
    return Entry.objects.filter(at__lt=moment, pk__gt=after)
