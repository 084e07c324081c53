"""What the pages of a run show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from klientel.foundation.access import Actor

from . import importers, parsing, queries
from .forms import ColumnsForm
from .models import Run, RunRow, State, Undo
from .working import SHOWN

SAMPLED, SAMPLES, SAMPLE_MAX = 50, 3, 60
ICONS = {
    "created": ("circle-plus", "success"),
    "changed": ("pencil", "info"),
    "same": ("equal", ""),
    "refused": ("circle-x", "error"),
}


@dataclass(frozen=True)
class Column:
    title: str
    samples: str
    field: BoundField


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Shown:
    """A row of the file as the table has it."""

    stored: RunRow
    label: str
    icon: str
    tone: str
    url: str

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """A value that the reason names already is not said twice."""
        return [
            (column, "" if value in reason else value, reason)
            for column, value, reason in queries.said(self.stored.errors)
        ]

    @property
    def remarks(self) -> list[tuple[str, str, str]]:
        return queries.said(self.stored.remarks)


def outcome_label(outcome: str) -> str:
    return {
        "created": pgettext("row", "New"),
        "changed": pgettext("row", "Changed"),
        "same": pgettext("row", "Same"),
        "refused": pgettext("row", "Refused"),
    }[outcome]


def columns(run: Run, form: ColumnsForm) -> list[Column]:
    """Each column with the first values that say something."""
    layout = parsing.Layout(**run.layout)
    found: dict[str, list[str]] = {title: [] for title in layout.titles}
    with run.file.open("rb") as file:
        for line in islice(parsing.lines(file.file, layout), SAMPLED):
            for title, cell in zip(layout.titles, line.cells, strict=False):
                samples, text = found[title], cell.strip()[:SAMPLE_MAX]
                if text and len(samples) < SAMPLES and text not in samples:
                    samples.append(text)
    return [
        Column(title, " · ".join(found[title]), form[f"c{place}"])
        for place, title in enumerate(form.columns)
    ]


def tabs(run: Run) -> list[Tab]:
    words = {
        "created": pgettext("rows", "new"),
        "changed": pgettext("rows", "changed"),
        "same": pgettext("rows", "the same"),
        "refused": pgettext("rows", "refused"),
    }
    rows = ngettext("row", "rows", run.rows)
    each = [Tab(name, words[name], getattr(run, name), *ICONS[name]) for name in importers.OUTCOMES]
    return [Tab("", rows, run.rows), *each]


def shown(run: Run, outcome: str) -> list[Shown]:
    rows = run.shown.order_by("row")
    if outcome in importers.OUTCOMES:
        rows = rows.filter(outcome=outcome)
    url_name = importers.importer(run.kind).url_name
    return [_shown(row, url_name) for row in rows[:SHOWN]]


def _shown(row: RunRow, url_name: str) -> Shown:
    url = reverse(url_name, args=[row.key]) if row.key else ""
    return Shown(row, outcome_label(row.outcome), *ICONS[row.outcome], url)


def progress(run: Run) -> dict[str, Any]:
    """How far, how fast and how long still. Without a check before, bytes stand for rows."""
    size = run.total or 0
    rate = run.rows / run.seconds if run.seconds else 0
    rest = round((size - run.rows) / rate) if rate and size > run.rows else None
    by_rows = run.state == State.RUNNING and size > 0
    return {
        "value": run.rows if by_rows else run.position,
        "max": size if by_rows or not run.file else run.file.size,
        "total": size if by_rows else None,
        "rate": round(rate),
        "rest": rest,
    }


def context(actor: Actor, run: Run, outcome: str) -> dict[str, Any]:
    is_undoable = queries.may_undo(actor, run)
    return {
        "run": run,
        "kind": importers.importer(run.kind).title,
        "source": queries.source(run),
        "progress": progress(run),
        "tabs": tabs(run),
        "tab": outcome if outcome in importers.OUTCOMES else "",
        "rows": shown(run, outcome),
        "taken": run.created + run.changed,
        "mapped": len(run.mapping),
        "unmapped": queries.unmapped(run),
        "error": queries.error(run),
        "stayed": queries.stayed(run),
        "may_undo": is_undoable and bool(run.created or run.changed),
        "is_undone": run.undo == Undo.DONE,
        "is_undoing": run.undo == Undo.WAITING,
        "more": _more(run, outcome),
    }


def _more(run: Run, outcome: str) -> int:
    """Rows of this tab that the table does not show."""
    count = getattr(run, outcome) if outcome in importers.OUTCOMES else run.rows
    return max(0, count - SHOWN)


def steps(current: int) -> Sequence[tuple[int, str, str]]:
    words = [_("File"), _("Columns"), _("Preview"), _("Result")]
    states = ["done" if n < current else "current" if n == current else "todo" for n in range(1, 5)]
    return [(n, word, state) for n, (word, state) in enumerate(zip(words, states, strict=True), 1)]
