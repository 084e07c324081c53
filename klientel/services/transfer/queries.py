"""What a run comes to, for the command line, the API and the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from klientel.foundation.access import Actor
from klientel.foundation.lib import sentences
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal import queries as journal
from klientel.services.notifications import notices

from . import importers, intake
from .models import Run, RunRow, State, Undo
from .parsing import Layout

ERRORS_MAX = 10_000


def report(run: Run) -> dict[str, Any]:
    """The counts are rows of the file and add up; `row` counts as a spreadsheet does.

    A run that only looked, or found everything the same, has no batch: nothing is written under it.
    """
    is_without = run.is_check or (run.is_ended and journal.batch(run.batch) is None)
    refused = run.shown.filter(outcome="refused").order_by("row")[:ERRORS_MAX]
    return {
        "batch": None if is_without else run.batch,
        "run": run.pk,
        "rows": run.rows,
        "created": run.created,
        "changed": run.changed,
        "same": run.same,
        "refused": run.refused,
        "seconds": round(run.seconds, 3),
        "errors": [problem for row in refused for problem in _problems(row, row.errors)],
    }


def summary(run: Run, actor: Actor | None = None) -> dict[str, Any]:
    remarked = run.shown.exclude(remarks=[]).order_by("row")[:ERRORS_MAX]
    return report(run) | {
        "state": run.state,
        "kind": run.kind,
        "file": run.file_name,
        "format": run.layout.get("format", "csv"),
        "source": source(run),
        "match": run.match,
        "mapping": [
            {"column": title, "property": run.mapping.get(title, "")} for title in titles(run)
        ],
        "unmapped": unmapped(run),
        "remarks": [problem for row in remarked for problem in _problems(row, row.remarks)],
        "error": error(run),
        "undone": run.undo == Undo.DONE,
        "may_undo": actor is not None and may_undo(actor, run),
    }


def _problems(row: RunRow, stored: list[list[Any]]) -> Iterator[Mapping[str, Any]]:
    for column, value, reason in said(stored):
        yield {"row": row.row, "column": column, "value": value, "reason": reason}


def said(stored: list[list[Any]]) -> list[tuple[str, str, str]]:
    """Column, value and reason, this one in the language of the reader."""
    return [(column, value, sentences.say(reason)) for column, value, reason in stored]


def stayed(run: Run) -> list[tuple[str, str]]:
    """What could not be undone, by name, and why."""
    return [(name, sentences.say(reason)) for name, reason in run.stayed]


def error(run: Run) -> str:
    """Why a run failed. An old one, kept in the language of its owner, is no message and stays."""
    return gettext(run.error) if run.error else ""


def titles(run: Run) -> list[str]:
    """The columns of the file, without those a file of refused rows has in front."""
    return [title for title in run.layout["titles"] if title not in importers.OWN_COLUMNS]


def unmapped(run: Run) -> list[str]:
    """Columns that go to the note."""
    return [title for title in titles(run) if not run.mapping.get(title)]


def source(run: Run) -> str:
    """What of the file is read, where that is not simply all of it."""
    layout = Layout(**run.layout)
    said = [_("From the zip file: %(name)s.") % {"name": layout.member}] if layout.member else []
    if layout.sheet:
        sentence = _("%(format)s, sheet “%(sheet)s”, titles in row %(row)s.")
        told = {"format": intake.title(layout.format), "sheet": layout.sheet}
        said.append(sentence % {**told, "row": layout.header_row})
    if layout.others:
        said.append(_("Sheets that are not read: %(names)s.") % {"names": ", ".join(layout.others)})
    return " ".join(said)


def may_undo(actor: Actor, run: Run) -> bool:
    batch = journal.batch(run.batch)
    is_open = run.is_ended and run.undo == Undo.NONE
    return bool(is_open and batch and journal.may_undo(actor, batch))


def twin(actor: Actor, run: Run, minutes: int) -> Run | None:
    """The last run of the same file, if it is not long ago."""
    others = Run.objects.visible_to(actor).filter(sha256=run.sha256, kind=run.kind)
    since = run.created_at - timedelta(minutes=minutes)
    written = others.filter(started_at__gte=since, undo=Undo.NONE, state=State.DONE).exclude(
        pk=run.pk
    )
    return written.order_by("-pk").first()


def announce(run: Run) -> None:
    """To who began it, who may be anywhere by now."""
    if run.state == State.DONE:
        text = _("The import is done: %(created)s created, %(changed)s changed.") % {
            "created": run.created,
            "changed": run.changed,
        }
    elif run.state == State.PLANNED:
        text = _("The preview of the import is ready.")
    elif run.state == State.FAILED:
        text = _("The import failed.")
    else:
        return
    notices.tell(run.owner_id, text, reverse("transfer:run", args=[run.pk]))
