"""The bin: its lists, restoring what was chosen or a whole act, deleting for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klientel.domains.customers import binned, menus
from klientel.domains.customers.actions import purging
from klientel.domains.customers.actions.deleting import number_is_taken
from klientel.domains.customers.actions.restoring import Outcome, restore
from klientel.domains.customers.binned import KINDS, Kind
from klientel.domains.customers.facts.leaving import counted
from klientel.domains.customers.models import Customer
from klientel.domains.customers.tables.bin import TABLES, TITLES
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.choosing import chosen_keys
from klientel.foundation.ui.htmx import back, goto, render_fragment
from klientel.foundation.ui.listing import Listing, figure
from klientel.foundation.ui.menu import actions_for
from klientel.foundation.ui.toasts import toast
from klientel.services.journal.toasts import toast_with_undo

from .bulk import named
from .lists import View, answer

SAID = 3  # reasons one message has room for


@require_safe
@requires("bin.view")
def index(request: Request) -> HttpResponse:
    """The first list there is something to see in for this person."""
    found = binned.open_kinds(request.actor)
    if not found:
        raise PermissionDenied("bin.view")
    return goto(request, reverse("bin:list", args=[found[0]]))


@require_safe
@requires("bin.view")
def bin_list(request: Request, kind: str) -> HttpResponse:
    known = _known(request, kind)
    listing = Listing(request.actor, TABLES[known], request.GET)
    context = {
        "kind": known,
        "listing": listing,
        "actions": actions_for(request.actor, menus.BIN, known),
        "views": [
            View(str(TITLES[one]), reverse("bin:list", args=[one]), "1" if one == known else "")
            for one in binned.open_kinds(request.actor)
        ],
    }
    return answer(request, "customers/bin.html", context)


@require_POST
@requires("bin.view")
def bring_back(request: Request, kind: str) -> HttpResponse:
    known, rows = _chosen(request, kind)
    return _done(request, restore(request.actor, {known: rows}), known)


@require_POST
@requires("bin.view")
def bring_back_act(request: Request, kind: str) -> HttpResponse:
    """All that went into the bin in the same act as this one."""
    known, rows = _chosen(request, kind)
    batch = rows[0].deleted_batch if rows else ""
    return _done(request, restore(request.actor, binned.of_act(request.actor, batch)), known)


@requires("privacy.purge")
@require_http_methods(["GET", "POST"])
def purge(request: Request, kind: str) -> HttpResponse:
    """Says with numbers what would go and what stays; it goes once its name was typed."""
    known, rows = _chosen(request, kind)
    if not rows:
        return _done(request, Outcome(), known)
    chosen: Mapping[Kind, Sequence[int]] = {known: [row.pk for row in rows]}
    wanted = binned.purged_name(rows)
    typed = " ".join(request.POST.get("typed", "").split())
    if "typed" not in request.POST or typed != " ".join(wanted.split()):
        return _ask(request, known, rows, wanted=wanted)
    gone = purging.purge(request.actor, chosen)
    toast(request, _("Deleted for good: %(what)s") % {"what": counted(gone)})
    return goto(request, reverse("bin:list", args=[known]))


def _ask(request: Request, kind: Kind, rows: Sequence[Any], *, wanted: str) -> HttpResponse:
    keys = [row.pk for row in rows]
    is_wrong = "typed" in request.POST
    context = {
        "kind": kind,
        "chosen": ",".join(map(str, keys)),
        "next": reverse("bin:list", args=[kind]),
        "name": str(rows[0]) if len(rows) == 1 else "",
        "names": named([str(row) for row in rows]),
        "wanted": wanted,
        "is_wrong": is_wrong,
        "preview": purging.preview(request.actor, {kind: keys}),
        "count": figure(len(rows)),
    }
    status = 422 if is_wrong else 200
    return render_fragment(request, "customers/bin_purge.html", "dialog", context, status=status)


def _known(request: Request, kind: str) -> Kind:
    """403 for what this person may not find in the bin, 404 for what is no kind."""
    for known in KINDS:
        if known == kind:
            if known not in binned.open_kinds(request.actor):
                raise PermissionDenied(kind)
            return known
    raise Http404


def _chosen(request: Request, kind: str) -> tuple[Kind, list[Any]]:
    known = _known(request, kind)
    try:
        keys = chosen_keys(request, request.actor, TABLES[known])
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        keys = []
    found = binned.READERS[known](request.actor).filter(pk__in=keys)
    return known, list(found.order_by("pk"))


def _needs_number(outcome: Outcome) -> Customer | None:
    """The only one that was chosen: its page offers a new number."""
    if outcome.back or len(outcome.stayed) != 1:
        return None
    row, _reason = outcome.stayed[0]
    return row if isinstance(row, Customer) and number_is_taken(row) else None


def _done(request: Request, outcome: Outcome, kind: Kind) -> HttpResponse:
    if alone := _needs_number(outcome):
        return goto(request, alone.get_absolute_url())
    reasons = [f"{row}: {reason}" for row, reason in outcome.stayed]
    said = " ".join([*reasons[:SAID], *(["…"] if len(reasons) > SAID else [])])
    if outcome.back:
        text = ngettext("%(count)s record restored", "%(count)s records restored", outcome.back)
        detail = " ".join(filter(None, [said, *dict.fromkeys(outcome.remarks)]))
        toast_with_undo(request, text % {"count": figure(outcome.back)}, detail=detail)
    elif reasons:
        toast(request, _("Nothing was restored."), detail=said, tone="error")
    else:
        sentence = _("Nothing was changed: none of the chosen rows is left.")
        toast(request, sentence, tone="error")
    return goto(request, back(request, reverse("bin:list", args=[kind])))
