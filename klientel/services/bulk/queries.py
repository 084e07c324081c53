"""What a run comes to, for the API and the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from klientel.foundation.access import Actor
from klientel.foundation.lib import sentences
from klientel.foundation.lib.sentences import gettext as _
from klientel.foundation.lib.sentences import ngettext
from klientel.services.journal import queries as journal
from klientel.services.notifications import notices
from klientel.services.runs.models import Undo

from . import kinds
from .kinds import Kind
from .models import TEXT_MAX, BulkRow, BulkRun, State

EXAMPLES = 10
ERRORS_MAX = 10_000


def summary(actor: Actor, run: BulkRun) -> dict[str, Any]:
    """The counts are rows and add up. `batch` is empty where nothing was written."""
    changed = run.shown.filter(outcome="changed").order_by("pk")[:EXAMPLES]
    refused = run.shown.filter(outcome="refused").order_by("pk")[:ERRORS_MAX]
    return {
        "run": run.pk,
        "kind": run.kind,
        "state": run.state,
        "batch": None if run.is_check or journal.batch(run.batch) is None else run.batch,
        "total": run.total,
        "rows": run.rows,
        "changed": run.changed,
        "same": run.same,
        "refused": run.refused,
        "moved": run.moved,
        "examples": [
            {"id": row.key, "field": field, "before": old, "after": new}
            for row, found in differences(actor, list(changed), kinds.kind(run.kind))
            for field, old, new in found
        ],
        "errors": [
            {"id": row.key, "field": field, "reason": sentences.say(reason)}
            for row in refused
            for field, reason in row.problems
        ],
        "error": error(run),
        "may_undo": may_undo(actor, run),
        "undone": is_undone(run),
    }


def differences(
    actor: Actor, rows: Sequence[BulkRow], kind: Kind
) -> list[tuple[BulkRow, list[tuple[str, str, str]]]]:
    """Field, old and new of each row, in the language of the reader."""
    stored = [each for row in rows for each in row.differences]
    known = [
        (name, value["value"])
        for name, *values in stored
        for value in values
        if isinstance(value, dict)
    ]
    say = kind.speak(actor, known)

    def text(name: str, value: str | Mapping[str, Any]) -> str:
        return value if isinstance(value, str) else say(name, value["value"])[:TEXT_MAX]

    return [
        (row, [(name, text(name, old), text(name, new)) for name, old, new in row.differences])
        for row in rows
    ]


def said(row: BulkRow) -> list[tuple[str, str]]:
    """Field and reason, this one in the language of the reader."""
    kind = kinds.kind(row.run.kind)
    return [
        (kind.label(field) if field else "", sentences.say(reason))
        for field, reason in row.problems
    ]


def stayed(run: BulkRun) -> list[tuple[str, str]]:
    """What could not be undone, by name, and why."""
    return [(name, sentences.say(reason)) for name, reason in run.stayed]


def error(run: BulkRun) -> str:
    return gettext(run.error) if run.error else ""


def is_undone(run: BulkRun) -> bool:
    """From its page or from the history: both walk the same batch back."""
    return run.undo == Undo.DONE or bool(run.changed and journal.is_undone(run.batch))


def may_undo(actor: Actor, run: BulkRun) -> bool:
    if not run.is_ended or run.undo != Undo.NONE or is_undone(run):
        return False
    batch = journal.batch(run.batch)
    return bool(batch and journal.may_undo(actor, batch))


def announce(run: BulkRun) -> None:
    """To who began it, when nobody waits for it any more."""
    if run.state == State.PLANNED:
        text = _("The preview of the change is ready.")
    elif run.state == State.DONE:
        said = ngettext(
            "The change is made: %(count)s row changed.",
            "The change is made: %(count)s rows changed.",
            run.changed,
        )
        text = said % {"count": run.changed}
    elif run.state == State.FAILED:
        text = _("The change failed.")
    else:
        return
    notices.tell(run.owner_id, text, reverse("bulk:run", args=[run.pk]))
