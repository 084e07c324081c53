"""Tools › Duplicates: groups of records that look like one, and looking for them anew."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from klientel.domains.customers import doubled, tasks
from klientel.domains.customers.actions.doubles import apart, running
from klientel.domains.customers.alike import REASONS, VAT_ID
from klientel.domains.customers.models.doubles import DoubleRun, Of
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui.choosing import numbers
from klientel.foundation.ui.htmx import back, goto, render_fragment
from klientel.foundation.ui.listing import figure
from klientel.foundation.ui.toasts import toast
from klientel.services.journal.toasts import toast_with_undo


@require_GET
@requires("contacts.merge")
def index(request: Request) -> HttpResponse:
    """Who may merge customers begins with these."""
    of = Of.CUSTOMERS if request.actor.may("customers.merge") else Of.CONTACTS
    return redirect(f"duplicates:{of.value}")


@require_GET
@requires("customers.merge")
def customers(request: Request) -> HttpResponse:
    return _page(request, Of.CUSTOMERS)


@require_GET
@requires("contacts.merge")
def contacts(request: Request) -> HttpResponse:
    return _page(request, Of.CONTACTS)


@require_POST
@requires("customers.merge")
def find_customers(request: Request) -> HttpResponse:
    return _find(request, Of.CUSTOMERS)


@require_POST
@requires("contacts.merge")
def find_contacts(request: Request) -> HttpResponse:
    return _find(request, Of.CONTACTS)


@require_POST
@requires("customers.merge")
def customers_apart(request: Request) -> HttpResponse:
    return _apart(request, Of.CUSTOMERS)


@require_POST
@requires("contacts.merge")
def contacts_apart(request: Request) -> HttpResponse:
    return _apart(request, Of.CONTACTS)


def _find(request: Request, of: Of) -> HttpResponse:
    run = running.open_run(request.actor, of)
    transaction.on_commit(lambda: tasks.find_doubles(run.pk))
    return goto(request, reverse(f"duplicates:{of.value}"))


def _apart(request: Request, of: Of) -> HttpResponse:
    home = reverse(f"duplicates:{of.value}")
    try:
        apart.tell_apart(request.actor, of, numbers(request.POST.getlist("ids")))
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return goto(request, back(request, home))
    toast_with_undo(request, _("Remembered: these are no duplicates."))
    return goto(request, back(request, home))


def _page(request: Request, of: Of) -> HttpResponse:
    actor = request.actor
    given = {name: request.GET.get(name, "") for name in ("sure", "reason", "cursor")}
    run, busy = doubled.last_run(actor, of), doubled.working_run(actor, of)
    context: dict[str, Any] = {
        "of": of.value,
        "home": reverse(f"duplicates:{of.value}"),
        "find_url": reverse(f"duplicates:find_{of.value}"),
        "apart_url": reverse(f"duplicates:{of.value}_apart"),
        "merge_url": reverse(f"{of.value}:merge"),
        "kinds": _kinds(request, of),
        "run": run,
        "busy": busy,
        "progress": _progress(busy) if busy else None,
        "sure": given["sure"],
        "reason": given["reason"],
        "levels": doubled.LEVELS.items(),
        "reasons": [
            (code, said) for code, said in REASONS.items() if of == Of.CUSTOMERS or code != VAT_ID
        ],
    }
    if run is not None:
        context |= _found(request, of, run, given=given)
    return render_fragment(request, "customers/duplicates.html", "duplicates", context)


def _found(request: Request, of: Of, run: DoubleRun, *, given: dict[str, str]) -> dict[str, Any]:
    found = doubled.groups(request.actor, run, sure=given["sure"], reason=given["reason"])
    part = doubled.page_of(found, given["cursor"])
    return {
        "groups": doubled.shown(request.actor, of, part.items),
        "next_cursor": part.next_cursor,
        "count": figure(doubled.count(found)),
    }


def _kinds(request: Request, of: Of) -> list[tuple[str, str, str]]:
    return [
        (str(each.label), reverse(f"duplicates:{each.value}"), "1" if each == of else "")
        for each in Of
        if request.actor.may(f"{each.value}.merge")
    ]


def _progress(run: DoubleRun) -> dict[str, Any]:
    """Each stage is a part of the whole; the last one is quick."""
    parts = {"keys": (0, 50), "pairs": (50, 45), "groups": (95, 5)}
    start, length = parts[run.stage]
    share = min(run.done / run.total, 1) if run.total else 0
    return {
        "value": start + round(length * share),
        "max": 100,
        "title": run.get_stage_display(),
        "done": figure(run.done, whole("999999999") or 0),
        "total": figure(run.total, whole("999999999") or 0),
    }
