"""Walking a batch back: newest entry first, each entry in its own short transaction.

The journal orders and checks what every row has in common; the domain that owns the rows applies,
through its actions (`wiring.undo` says which). What someone changed since stays and is named.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import PermissionDenied

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.db.rows import Row, column, label
from klientel.foundation.lib.sentences import gettext as _

from . import queries
from .changes import Change, row_model, unpack
from .facts import Subject, Undone
from .models import Batch, Entry
from .settled import Since


@dataclass(frozen=True)
class Refusal:
    """A row, or one attribute of it, that stayed as it is, and why."""

    model: str
    key: int
    name: str
    reason: str
    attribute: str = ""


@dataclass
class Reversal:
    """What one entry's walk back would do, already checked against the present rows."""

    delete: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    restore: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    update: list[tuple[Row, dict[str, object]]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    untouched: set[Subject] = field(default_factory=set)  # nobody wrote them since the entry

    def refuse(self, row: Row, reason: str, attribute: str = "") -> None:
        self.refused.append(Refusal(label(type(row)), row.pk, str(row), reason, attribute))


@dataclass(frozen=True)
class Outcome:
    batch: str  # of the undo itself, which can be undone
    undone: int  # rows walked back
    refused: list[Refusal]


class Applier(Protocol):
    """A domain's side: write the reversal, return the refusals it adds and the rows written."""

    def __call__(
        self, actor: Actor, entry: Entry, plan: Callable[[], Reversal]
    ) -> tuple[int, list[Refusal]]: ...


Checker = Callable[[Actor, Entry], None]
_appliers: dict[str, Applier] = {}
_checkers: dict[str, Checker] = {}
_labels: dict[str, Callable[[str], str]] = {}
Question = Callable[[Actor, Entry], str]
_questions: dict[str, Question] = {}


def register(
    app_label: str,
    applier: Applier,
    *,
    checker: Checker,
    label: Callable[[str], str] = str,
    question: Question | None = None,
) -> None:
    """`checker` raises PermissionDenied for what the walk back of an entry would need, and
    ValidationError where something else has to be undone first.

    `label` says the name of an attribute of this domain's rows to a reader. `question` says the
    address of a page that has something to ask before; empty where there is nothing.
    """
    if question is not None:
        _questions[app_label] = question
    _appliers[app_label] = applier
    _checkers[app_label] = checker
    _labels[app_label] = label


def attribute_label(refusal: Refusal) -> str:
    app = refusal.model.partition(".")[0]
    return _labels[app](refusal.attribute) if refusal.attribute else ""


def asks(actor: Actor, key: str) -> str:
    """The address of the page to go to before a batch is undone; empty where nobody asks."""
    for entry in _left(key):
        question = _questions.get(_app(entry))
        if question is not None and (url := question(actor, entry)):
            return url
    return ""


class Overtaken(RuntimeError):
    """Somebody else has walked this entry back since it was read."""


def _nobody_asks(_count: int, _refused: Sequence[Refusal]) -> None:
    pass


def undo_batch(
    actor: Actor, key: str, *, moved: Callable[[int, Sequence[Refusal]], None] = _nobody_asks
) -> Outcome:
    """Undo what is left of a batch. Raises PermissionDenied, and LookupError for an unknown one.

    May be called again after an interruption: entries already walked back are passed over. Where
    somebody else is at the same, this one stops. `moved` hears of every entry that was walked back.
    """
    found = queries.batch(key)
    if found is None:
        raise LookupError(key)
    _require_rights(actor, found)
    begun = Batch.objects.filter(undo_of=key).order_by("-at").first()
    mine = actor.via("undo", batch=begun.key if begun else uuid.uuid4().hex)
    known = _versions(key, begun.key) if begun else {}
    undone, refused = 0, []
    for entry in _left(key):
        try:
            count, stayed = _walk_back(mine, entry, known)
        except Overtaken:
            break
        undone += count
        refused += stayed
        moved(count, stayed)
    return Outcome(mine.batch, undone, refused)


def _require_rights(actor: Actor, found: Batch) -> None:
    """For all of it, before the first entry goes: half an act taken back is nobody's wish."""
    if not queries.may_undo(actor, found):
        raise PermissionDenied("journal.undo")
    for entry in _left(found.key):
        _checkers[_app(entry)](actor, entry)


def _left(key: str) -> Iterator[Entry]:
    entries = Entry.objects.filter(batch=key, undone_by="").exclude(changes=[])
    return entries.order_by("-pk").iterator(1)


def _app(entry: Entry) -> str:
    return str(entry.changes[0]["model"]).partition(".")[0]


def marked_and_changed(entry: Entry) -> tuple[list[Row], list[Row]]:
    """The rows whose deleting or restoring an entry's walk back asks for, and the others.

    Without those that only read differently, as they belong to one that was changed.
    """
    changes = list(unpack(entry.changes))
    rows = _load(changes, locked=False)
    marked: list[Row] = []
    changed: list[Row] = []
    for change in changes:
        row = rows.get((change.model, change.key))
        if row is not None and (change.op != "update" or change.values):
            (changed if change.op == "update" else marked).append(row)
    return marked, changed


def _walk_back(actor: Actor, entry: Entry, known: dict[Subject, int]) -> tuple[int, list[Refusal]]:
    plans: list[Reversal] = []

    def plan() -> Reversal:
        """Called by the domain inside its transaction, so that what is checked is what is."""
        open_ones = Entry.objects.select_for_update().filter(pk=entry.pk, undone_by="")
        if not open_ones.values_list("pk").first():
            raise Overtaken(entry.pk)
        plans.append(reversal(entry, known))
        return plans[-1]

    count, refused = _appliers[_app(entry)](actor, entry, plan)
    undone = Entry.objects.filter(batch=actor.batch, kind=Undone.kind)
    made = undone.order_by("-pk").first()
    for change in unpack(made.changes if made else []):
        subject = (change.model, change.key)
        if subject in plans[-1].untouched:
            known[subject] = change.version
    return count, refused


def _versions(batch: str, undo: str) -> dict[Subject, int]:
    """After an interruption: the versions the first part of the undo made, where nobody else did.

    A version that does not follow from the last one known means that someone came between.
    """
    known: dict[Subject, int] = {}
    for entry in Entry.objects.filter(batch__in=[batch, undo]).order_by("pk").iterator(100):
        for change in unpack(entry.changes):
            subject = (change.model, change.key)
            if entry.batch_id == batch or known.get(subject) == change.version - 1:
                known[subject] = change.version
            else:
                known.pop(subject, None)
    return known


def close(actor: Actor, entry: Entry) -> None:
    """Mark an entry as walked back by the actor's batch, in the transaction that did it."""
    Entry.objects.filter(pk=entry.pk).update(undone_by=actor.batch)
    Batch.objects.filter(pk=actor.batch).update(undo_of=entry.batch_id)


def reversal(entry: Entry, known: dict[Subject, int]) -> Reversal:
    """Compare what the entry left behind with what is there now.

    `known` holds the versions that this undo itself has made.
    """
    found = Reversal()
    changes = list(unpack(entry.changes))
    rows = _load(changes)
    since = Since(entry)
    kept: set[Subject] = set()
    for change in reversed(changes):
        subject = (change.model, change.key)
        row = rows.get(subject)
        if row is None:
            continue
        if row.version in (change.version, known.get(subject)) or _is_settled(since, row):
            found.untouched.add(subject)
        if change.op == "update":
            _take_back(found, row, change)
        elif change.op == "delete":
            if row.deleted_at is not None and row.deleted_batch == entry.batch_id:
                found.restore[change.model].append(row)
        elif row.deleted_at is None and not _take_away(found, row):
            kept.add(subject)
    _keep_parts(found, kept)
    return found


def _is_settled(since: Since, row: Row) -> bool:
    """Parts have no history of their own: theirs is that of the rows they belong to."""
    return all(since.is_settled(s) for s in roots(row) or [(label(type(row)), row.pk)])


def _take_back(found: Reversal, row: Row, change: Change) -> None:
    values: dict[str, object] = {}
    for name, (before, after) in change.values.items():
        to_python = column(type(row), name).to_python
        if isinstance(before, dict) and isinstance(after, dict):
            _take_back_keys(found, row, name, values=values, pair=(before, after))
            continue
        if getattr(row, name) == to_python(after):
            values[name] = to_python(before)
        else:
            found.refuse(row, _("It was changed since."), name)
    found.update.append((row, values))


def _take_back_keys(
    found: Reversal,
    row: Row,
    name: str,
    *,
    values: dict[str, object],
    pair: tuple[dict[str, object], dict[str, object]],
) -> None:
    """Of a JSON column each key for itself: what somebody changed since stays beside the rest."""
    before, after = pair
    present = dict(getattr(row, name))
    for key in [key for key in {**before, **after} if before.get(key) != after.get(key)]:
        if present.get(key) != after.get(key):
            found.refuse(row, _("It was changed since."), f"{name}.{key}")
        elif key in before:
            present[key] = before[key]
        else:
            present.pop(key, None)
    if present != getattr(row, name):
        values[name] = dict(sorted(present.items()))


def _take_away(found: Reversal, row: Row) -> bool:
    """A row that the entry made goes, unless someone wrote it since."""
    name = label(type(row))
    if (name, row.pk) in found.untouched:
        found.delete[name].append(row)
        return True
    found.refuse(row, _("It was changed since."))
    return False


def _keep_parts(found: Reversal, kept: set[Subject]) -> None:
    """The parts of a row that stays (its phones, its addresses) stay with it, without a word."""
    if not kept:
        return
    for model, rows in found.delete.items():
        found.delete[model] = [row for row in rows if not any(s in kept for s in roots(row))]


def roots(row: Row) -> list[Subject]:
    """The rows this one is a part of."""
    subjects = []
    for name in row.ROOTS:
        key = getattr(row, f"{name}_id")
        model = row._meta.get_field(name).related_model
        if key is not None and isinstance(model, type) and issubclass(model, Row):
            subjects.append((label(model), key))
    return subjects


def _load(changes: Iterable[Change], *, locked: bool = True) -> dict[Subject, Row]:
    keys: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        keys[change.model].add(change.key)
    found: dict[Subject, Row] = {}
    for name, wanted in keys.items():
        manager = row_model(name)._base_manager
        rows = manager.select_for_update() if locked else manager.all()
        for piece in bulk.pieces(sorted(wanted), 900):
            found |= {(name, row.pk): row for row in rows.filter(pk__in=piece)}
    return found
