"""Walking back what an entry of the journal changed in the definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.customfields import counting, reading, tasks, words
from klientel.services.customfields.choices import WORDS
from klientel.services.customfields.facts import DEFINITION
from klientel.services.customfields.models import Definition
from klientel.services.journal import undo
from klientel.services.journal.facts import Undone
from klientel.services.journal.models import Entry
from klientel.services.journal.undo import Refusal, Reversal
from klientel.services.journal.writing import writing

from .defining import MOST, MOST_INDEXED, PERMISSION

MEANING = ("type", "limits", "options")


def walk_back(
    actor: Actor, entry: Entry, plan: Callable[[], Reversal]
) -> tuple[int, list[Refusal]]:
    """Write what the plan allows. Returns the number of rows and what stayed as it is."""
    actor.require(PERMISSION)
    with writing(actor) as work:
        found = plan()
        going = _definitions(chain.from_iterable(found.delete.values()))
        coming = _fitting(found, _definitions(chain.from_iterable(found.restore.values())))
        changed = [(row, values) for row, values in found.update if isinstance(row, Definition)]
        for row, values in changed:
            _keep_meaning(found, row, values)
            _keep_few_indexed(found, row, values)
        rows = [*going, *coming, *(row for row, _values in changed)]
        work.delete(*going)
        work.restore(*coming)
        work.update(*changed)
        about = tuple((DEFINITION, row.pk) for row in rows)
        work.record(Undone(batch=entry.batch_id, about=about, stayed=len(found.refused)))
        words.ask(row for row in rows if row.type in WORDS)
        undo.close(actor, entry)
    reading.forget()
    tasks.ask()
    tasks.ask_for_words()
    return len(rows), found.refused


def check_rights(actor: Actor, entry: Entry) -> None:
    """Raises PermissionDenied for whatever `walk_back` would, before anything is written."""
    del entry
    actor.require(PERMISSION)


def _definitions(rows: Iterable[Row]) -> list[Definition]:
    return [row for row in rows if isinstance(row, Definition)]


def _fitting(found: Reversal, rows: list[Definition]) -> list[Definition]:
    """As many as there may be of their kind, and to be indexed."""
    staying: list[Definition] = []
    for row in rows:
        live = Definition.objects.filter(kind=row.kind, deleted_at=None)
        if live.count() + len(staying) >= MOST:
            found.refuse(row, _("At most %(count)s fields.") % {"count": MOST})
            continue
        if row.indexed and live.filter(indexed=True).count() >= MOST_INDEXED:
            found.update.append((row, {"indexed": False, "index_state": ""}))
        staying.append(row)
    return staying


def _keep_meaning(found: Reversal, row: Definition, values: dict[str, object]) -> None:
    """Values that were entered since are of the newer type."""
    limits = values.get("limits", row.limits)
    currency = limits.get("currency") if isinstance(limits, dict) else None
    is_other = "type" in values or currency != row.limits.get("currency")
    if is_other and counting.is_used(row):
        for name in [name for name in MEANING if name in values]:
            del values[name]
            found.refuse(row, _("Records hold values that were entered since."), name)


def _keep_few_indexed(found: Reversal, row: Definition, values: dict[str, object]) -> None:
    others = Definition.objects.filter(kind=row.kind, deleted_at=None, indexed=True)
    if values.get("indexed") and others.exclude(pk=row.pk).count() >= MOST_INDEXED:
        sentence = _("At most %(count)s fields of one kind are indexed.")
        del values["indexed"]
        values.pop("index_state", None)
        found.refuse(row, sentence % {"count": MOST_INDEXED}, "indexed")
