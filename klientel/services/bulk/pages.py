"""What the pages of a run show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from klientel.foundation.access import Actor
from klientel.foundation.ui.listing import figure
from klientel.services.runs.models import Undo

from . import kinds, queries
from .kinds import OUTCOMES, Act, Kind
from .models import BulkRow, BulkRun, State
from .wishes import Wish
from .working import SHOWN

ICONS = {
    "changed": ("pencil", "info"),
    "same": ("equal", ""),
    "refused": ("circle-x", "error"),
}


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: str
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Remarked:
    text: str
    name: str = ""  # of what is offered instead
    offer: str = ""


@dataclass(frozen=True)
class Shown:
    """A row of the table: what it is called, and what becomes of it."""

    name: str
    url: str
    label: str
    icon: str
    tone: str
    differences: Sequence[tuple[str, str, str]]
    problems: Sequence[tuple[str, str]]


def steps(current: int, act: Act | None = None) -> list[tuple[int, str, str]]:
    """What is done to whole rows asks for no fields first."""
    words = [_("Preview"), _("Result")]
    if act is None:
        words = [_("Fields"), *words]
    here = current - (act is not None)
    return [
        (n, word, "done" if n < here else "current" if n == here else "todo")
        for n, word in enumerate(words, 1)
    ]


def context(actor: Actor, run: BulkRun, asked: str) -> dict[str, Any]:
    """The first tab with anything in it, unless one was asked for."""
    kind = kinds.kind(run.kind)
    wish = Wish.read(run.wish)
    act = kind.act(wish)
    tab = asked if asked in OUTCOMES else _first(run)
    return {
        "run": run,
        "kind": kind,
        "came": back_to(run, kind),
        "counted": kind.counted(run.total),
        "act": act,
        "told": [(act.title, str(act.said) % wish.given)] if act else kind.told(actor, wish),
        "will": act.will % {"count": run.changed} if act else "",
        "did": act.did % {"count": run.changed} if act else "",
        "remarks": _remarks(run, kind, wish),
        "steps": steps(2 if run.is_check else 3, act),
        "progress": _progress(run),
        "tabs": _tabs(run, act),
        "tab": tab,
        "rows": _shown(actor, run, kind, outcome=tab),
        "more": _more(run, tab),
        "error": queries.error(run),
        "stayed": queries.stayed(run),
        "may_undo": bool(run.changed) and queries.may_undo(actor, run),
        "is_undone": run.is_ended and queries.is_undone(run),
        "is_undoing": run.undo == Undo.WAITING,
        "is_busy": run.is_working or run.undo == Undo.WAITING,
    }


def back_to(run: BulkRun, kind: Kind) -> str:
    """The list it was opened from."""
    return run.came or reverse(kind.home)


def _first(run: BulkRun) -> str:
    return next((name for name in OUTCOMES if getattr(run, name)), "changed")


def _progress(run: BulkRun) -> dict[str, Any]:
    rate = run.rows / run.seconds if run.seconds else 0
    rest = round((run.total - run.rows) / rate) if rate else None
    return {"value": run.rows, "max": run.total, "rate": round(rate), "rest": rest}


def _icons(act: Act | None) -> dict[str, tuple[str, str]]:
    return ICONS if act is None else {**ICONS, "changed": (act.icon, act.tone)}


def _tabs(run: BulkRun, act: Act | None) -> list[Tab]:
    will = run.is_check
    if act:
        changed = str(act.going if will else act.gone)
    else:
        changed = pgettext("rows", "will change") if will else pgettext("rows", "changed")
    same = pgettext("rows", "are so already") if will else pgettext("rows", "were so already")
    refused = pgettext("rows", "refused")
    words = {"changed": changed, "same": same, "refused": refused}
    icons = _icons(act)
    return [
        Tab(name, words[name], figure(getattr(run, name), run.total), *icons[name])
        for name in OUTCOMES
    ]


def _remarks(run: BulkRun, kind: Kind, wish: Wish) -> list[Remarked]:
    """Before anything is written, each with what can be wished instead."""
    found = []
    for name, count in sorted(run.remarks.items()):
        remark = kind.remarks[name]
        is_news = any(wish.given.get(each, "") != value for each, value in remark.given.items())
        is_open = run.state == State.PLANNED and is_news
        found.append(
            Remarked(
                str(remark.text % {"count": count}),
                name if is_open else "",
                str(remark.offer) if is_open else "",
            )
        )
    return found


def _shown(actor: Actor, run: BulkRun, kind: Kind, *, outcome: str) -> list[Shown]:
    rows = run.shown.filter(outcome=outcome).order_by("pk")[: _room(run, outcome)]
    act = kind.act(Wish.read(run.wish))
    label = {
        "changed": capfirst(str(act.gone)) if act else pgettext("row", "Changed"),
        "same": pgettext("row", "Same"),
        "refused": pgettext("row", "Refused"),
    }[outcome]
    signs = (label, *_icons(act)[outcome])
    told = queries.differences(actor, list(rows), kind)
    return [_row(row, kind, signs, differences=found) for row, found in told]


def _row(
    row: BulkRow,
    kind: Kind,
    signs: tuple[str, str, str],
    *,
    differences: Sequence[tuple[str, str, str]],
) -> Shown:
    return Shown(
        row.name,
        reverse(kind.url_name, args=[row.key]) if row.name else "",
        *signs,
        [(kind.label(field), old, new) for field, old, new in differences],
        queries.said(row),
    )


def _room(run: BulkRun, outcome: str) -> int:
    """A preview gives examples; what is refused is always shown."""
    return queries.EXAMPLES if run.is_check and outcome != "refused" else SHOWN


def _more(run: BulkRun, outcome: str) -> int:
    """Rows of this tab that the table does not show."""
    return max(0, int(getattr(run, outcome)) - _room(run, outcome))


def told_of(run: BulkRun) -> str:
    """For the message that follows."""
    act = kinds.kind(run.kind).act(Wish.read(run.wish))
    if act:
        return str(act.did % {"count": run.changed})
    text = ngettext("%(count)s row changed", "%(count)s rows changed", run.changed)
    return text % {"count": figure(run.changed, run.total)}


def listed(runs: Sequence[BulkRun]) -> list[tuple[BulkRun, Any, str]]:
    """Each with its kind and the fields it is about."""
    found = []
    for run in runs:
        kind = kinds.kind(run.kind)
        wish = Wish.read(run.wish)
        act = kind.act(wish)
        names = [str(act.title)] if act else map(kind.label, wish.names())
        fields = ", ".join(dict.fromkeys(names))
        found.append((run, kind.title, fields))
    return found
