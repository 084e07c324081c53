"""Taking an act back from a page, and what stayed as it is when that was done."""

from __future__ import annotations

from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.ui.htmx import back, goto
from klientel.foundation.ui.toasts import toast

from . import queries
from .toasts import undo_url
from .undo import Outcome, Refusal, asks, attribute_label, undo_batch

SESSION = "stayed"
MOST = 200  # refusals kept for the page; the number tells of all


class Stayed(TypedDict):
    batch: str
    count: int
    rows: list[dict[str, Any]]


@require_POST
@requires(SIGNED_IN)
def undo(request: Request, key: str) -> HttpResponse:
    """One's own acts; those of others with the permission, which is asked per act."""
    if url := asks(request.actor, key):
        return goto(request, url)
    try:
        outcome = undo_batch(request.actor, key)
    except LookupError as error:
        raise Http404 from error
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return goto(request, back(request))
    return answer(request, key, outcome)


def answer(request: Request, key: str, outcome: Outcome, *, home: str = "") -> HttpResponse:
    """What to say after an undo, and where to go on."""
    if outcome.refused:
        request.session[SESSION] = _stayed(key, outcome)
        return goto(request, reverse("journal:batch", args=[key]))
    if outcome.undone:
        toast(request, _("Undone"), undo=undo_url(outcome.batch))
    else:
        toast(request, _("Nothing was left to be undone."))
    return goto(request, home or back(request))


@require_GET
@requires("journal.view")
def batch(request: Request, key: str) -> HttpResponse:
    """What an act was, whether it can be taken back, and what stayed when it was."""
    found = queries.batch(key)
    if found is None:
        raise Http404
    kept: Stayed | None = request.session.get(SESSION)
    stayed = kept if kept and kept["batch"] == key else None
    context = {
        "batch": found,
        "lines": queries.lines(request.actor, found),
        "summary": queries.summary(request.actor, found),
        "undo_url": undo_url(key),
        "stayed": stayed,
        "stayed_title": _title(stayed["count"]) if stayed else "",
    }
    return render(request, "journal/batch.html", context)


def _stayed(key: str, outcome: Outcome) -> Stayed:
    rows = [_row(refusal) for refusal in outcome.refused[:MOST]]
    return Stayed(batch=key, count=len(outcome.refused), rows=rows)


def _row(refusal: Refusal) -> dict[str, Any]:
    return {"name": refusal.name, "attribute": attribute_label(refusal), "reason": refusal.reason}


def _title(count: int) -> str:
    text = ngettext("%(count)s change stays as it is", "%(count)s changes stay as they are", count)
    return text % {"count": count}
