"""The companies that belong to a customer: its tab, associating others, taking some out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from klientel.domains.customers import choices, menus, parents, tables
from klientel.domains.customers.actions import relating
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.models import Customer
from klientel.domains.customers.pages import Record
from klientel.foundation.access import Request, requires
from klientel.foundation.db import bulk
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui import columns
from klientel.foundation.ui.choosing import numbers
from klientel.foundation.ui.htmx import back, goto, render_fragment
from klientel.foundation.ui.listing import Listing, figure
from klientel.foundation.ui.menu import actions_for
from klientel.foundation.ui.toasts import toast
from klientel.services.journal.facts import only_name

from .bulk import AT_ONCE, done, joined, named, on_customers


@require_GET
@requires("customers.view")
def of_customer(request: Request, pk: int) -> HttpResponse:
    customer = _get(request, pk)
    record = Record(request.actor, customer)
    table = tables.subsidiaries_of(customer)
    listing = Listing(request.actor, table, request.GET, columns.chosen(request, table.name))
    context = {
        "record": record,
        "listing": listing,
        "actions": actions_for(request.actor, menus.OF_PARENT),
        "may_associate": request.actor.may("customers.change"),
        "may_add": request.actor.may("customers.add"),
    }
    return render_fragment(request, "customers/subsidiaries.html", "record", context)


@require_safe
@requires("customers.view")
def parents_offered(request: Request) -> HttpResponse:
    """What a field offers while one types the name of a parent company."""
    found = parents.offered(
        request.actor, request.GET.get("parent", ""), own=whole(request.GET.get("own", "")) or 0
    )
    return render(request, "customers/parts/parents.html", {"offered": found})


@requires("customers.change")
@require_http_methods(["GET", "POST"])
def associate(request: Request, pk: int) -> HttpResponse:
    """Asks which: several at once, those that cannot be chosen with the reason."""
    customer = _get(request, pk)
    if request.method == "GET":
        return _ask(request, customer)
    keys = numbers(request.POST.getlist("subsidiaries"))
    rows = list(Customer.objects.visible_to(request.actor).filter(pk__in=keys).order_by("pk"))
    if not rows:
        return _ask(request, customer, refusal=_("Choose at least one company."))
    relation = request.POST.get("relation", "")
    if relation not in choices.ParentRelation.values:
        relation = ""
    return _associate(request, customer, rows, relation=relation)


def _associate(
    request: Request, customer: Customer, rows: Sequence[Customer], *, relation: str
) -> HttpResponse:
    try:
        outcome = relating.associate(request.actor, customer, rows, relation=relation)
    except Conflict as conflict:
        gone = _("%(name)s has been deleted.") % {"name": conflict.row}
        return _ask(request, customer, refusal=gone)
    refused = [
        sentence
        for errors in outcome.refused.values()
        for sentences in errors.values()
        for sentence in sentences
    ]
    if not outcome.done:
        return _ask(request, customer, refusal=" ".join(refused))
    count = len(outcome.done)
    text = ngettext(
        "%(count)s subsidiary associated", "%(count)s subsidiaries associated", count
    ) % {"count": figure(count)}
    if len(rows) == 1:
        names = {"name": rows[0].name, "parent": customer.name}
        text = _("%(name)s belongs to %(parent)s now") % names
    return done(request, text, _home(customer), detail=" ".join(refused))


@require_safe
@requires("customers.change")
def candidates(request: Request, pk: int) -> HttpResponse:
    """Companies whose name or number fits what is being typed, below those chosen before."""
    context = _offered(request, _get(request, pk), request.GET)
    return render(request, "customers/associate.html#candidates", context)


@requires("customers.change")
@on_customers
def release(request: Request, found: list[Customer]) -> HttpResponse:
    home = reverse("customers:list")
    if "chosen" not in request.POST:
        context = {
            "chosen": joined(found),
            "next": back(request, home),
            "name": only_name(found),
            "count": len(found),
            "names": named([customer.name for customer in found]),
        }
        return render_fragment(request, "customers/release.html", "dialog", context)
    count, refused = 0, list[str]()
    try:
        for piece in bulk.pieces(found, AT_ONCE):
            outcome = relating.release(request.actor, piece)
            count += len(outcome.done)
            for errors in outcome.refused.values():
                refused += [sentence for each in errors.values() for sentence in each]
    except Conflict as conflict:
        toast(request, _("%(name)s has been deleted.") % {"name": conflict.row}, tone="error")
        return goto(request, back(request, home))
    text = ngettext(
        "%(count)s company is independent now", "%(count)s companies are independent now", count
    ) % {"count": figure(count)}
    if len(found) == 1 and count:
        text = _("%(name)s is independent now") % {"name": found[0].name}
    detail = " ".join(dict.fromkeys(refused))
    return done(request, text, home, detail=detail, is_undoable=count > 0)


def _ask(request: Request, customer: Customer, *, refusal: str = "") -> HttpResponse:
    context = _offered(request, customer, request.POST or request.GET)
    context |= {
        "customer": customer,
        "next": _home(customer),
        "relations": choices.ParentRelation.choices,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render_fragment(request, "customers/associate.html", "dialog", context, status=status)


def _offered(request: Request, customer: Customer, given: QueryDict) -> dict[str, Any]:
    chosen = numbers(given.getlist("subsidiaries"))
    found = parents.candidates(request.actor, customer, given.get("q", ""), chosen=chosen)
    return {"candidates": found, "chosen_count": sum(each.is_chosen for each in found)}


def _get(request: Request, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk)


def _home(customer: Customer) -> str:
    return reverse("customers:subsidiaries", args=[customer.pk])
