"""What is done with rows chosen in the lists."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from klientel.domains.customers import choices, queries, successors, tables
from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.actions.customers import CustomerChange
from klientel.domains.customers.fields import CustomerFields
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Request, requires
from klientel.foundation.db import bulk
from klientel.foundation.ui.choosing import chosen_keys
from klientel.foundation.ui.htmx import back, goto, render_fragment
from klientel.foundation.ui.listing import figure
from klientel.foundation.ui.toasts import toast

AT_ONCE = 500  # rows of one transaction; the batch of the request ties them together
NAMED = 3


@requires("customers.change")
def customer_edit(request: Request) -> HttpResponse:
    """The page of the one that was chosen, ready to be edited."""
    found = _customers(request)
    if not found:
        return gone(request, reverse("customers:list"))
    return goto(request, reverse("customers:edit", args=[found[0].pk]))


@requires("customers.delete")
def customer_delete(request: Request) -> HttpResponse:
    home = reverse("customers:list")
    try:
        found = _customers(request)
    except ValidationError as error:
        return too_many(request, error)
    if not found:
        return gone(request, home)
    if "chosen" not in request.POST:
        return _ask_customers(request, found, home)
    for piece in bulk.pieces(found, AT_ONCE):
        deleting.delete_customers(request.actor, piece)
    one = _("Customer “%(name)s” deleted") % {"name": found[0].name}
    several = _("%(count)s customers deleted") % {"count": figure(len(found))}
    return done(request, one if len(found) == 1 else several, home)


@requires("contacts.delete")
def contact_delete(request: Request) -> HttpResponse:
    home = reverse("contacts:list")
    try:
        found = chosen_contacts(request)
    except ValidationError as error:
        return too_many(request, error)
    if not found:
        return gone(request, home)
    if "chosen" not in request.POST:
        return _ask_contacts(request, found, home)
    heirs = successors.chosen(request.POST)
    try:
        for piece in bulk.pieces(found, AT_ONCE):
            deleting.delete_contacts(request.actor, piece, successors=heirs)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return goto(request, back(request, home))
    one = _("Contact “%(name)s” deleted") % {"name": found[0].name}
    several = _("%(count)s contacts deleted") % {"count": figure(len(found))}
    return done(request, one if len(found) == 1 else several, home)


@requires("customers.change")
def customer_segment(request: Request) -> HttpResponse:
    try:
        found = _customers(request)
    except ValidationError as error:
        return too_many(request, error)
    if not found:
        return gone(request, reverse("customers:list"))
    segment = request.POST.get("segment", "")
    if "chosen" in request.POST and segment in choices.Segment.values:
        return _change(request, found, {"segment": segment})
    context = {
        "chosen": joined(found),
        "next": back(request, reverse("customers:list")),
        "count": len(found),
        "segments": [(code, label, choices.SEGMENT_ICONS[code]) for code, label in _segments()],
        "current": found[0].segment if len(found) == 1 else "",
    }
    return render_fragment(request, "customers/change_segment.html", "dialog", context)


@require_POST
@requires("customers.change")
def customer_active(request: Request) -> HttpResponse:
    return _set_active(request, is_active=True)


@require_POST
@requires("customers.change")
def customer_inactive(request: Request) -> HttpResponse:
    return _set_active(request, is_active=False)


def _set_active(request: Request, *, is_active: bool) -> HttpResponse:
    try:
        found = _customers(request)
    except ValidationError as error:
        return too_many(request, error)
    if not found:
        return gone(request, reverse("customers:list"))
    return _change(request, found, {"active": is_active})


def _change(request: Request, found: Sequence[Customer], fields: CustomerFields) -> HttpResponse:
    changed = refused = 0
    for piece in bulk.pieces(found, AT_ONCE):
        outcome = customers.change_customers(
            request.actor, [CustomerChange(customer, fields) for customer in piece]
        )
        changed += len(outcome.done)
        refused += len(outcome.refused)
    text = ngettext("%(count)s customer changed", "%(count)s customers changed", changed)
    detail = ""
    if refused:
        stayed = ngettext("%(count)s was refused", "%(count)s were refused", refused)
        detail = stayed % {"count": figure(refused)}
    home = reverse("customers:list")
    return done(
        request, text % {"count": figure(changed)}, home, detail=detail, is_undoable=changed > 0
    )


def _ask_customers(request: Request, found: Sequence[Customer], home: str) -> HttpResponse:
    keys = [customer.pk for customer in found]
    contacts = Contact.objects.visible_to(request.actor).filter(customer__in=keys)
    names = [contact.name for contact in contacts.order_by("name_fold", "pk")[: NAMED + 1]]
    context = {
        "chosen": joined(found),
        "next": back(request, home),
        "name": found[0].name if len(found) == 1 else "",
        "counts": queries.deletion_counts(keys),
        "customer_names": named([customer.name for customer in found]),
        "contact_names": named(names),
    }
    return render_fragment(request, "customers/delete.html", "dialog", context)


def _ask_contacts(request: Request, found: Sequence[Contact], home: str) -> HttpResponse:
    context = {
        "chosen": joined(found),
        "next": back(request, home),
        "name": found[0].name if len(found) == 1 else "",
        "count": len(found),
        "names": named([contact.name for contact in found]),
        "vacancies": successors.vacancies(request.actor, found),
    }
    return render_fragment(request, "contacts/delete.html", "dialog", context)


def _customers(request: Request) -> list[Customer]:
    keys = chosen_keys(request, request.actor, tables.CUSTOMERS)
    return list(Customer.objects.visible_to(request.actor).filter(pk__in=keys).order_by("pk"))


def chosen_contacts(request: Request) -> list[Contact]:
    keys = chosen_keys(request, request.actor, tables.CONTACTS)
    return list(Contact.objects.visible_to(request.actor).filter(pk__in=keys).order_by("pk"))


def _segments() -> list[tuple[choices.Segment, str]]:
    return [(segment, str(segment.label)) for segment in choices.Segment]


def joined(rows: Sequence[Customer] | Sequence[Contact]) -> str:
    return ",".join(str(row.pk) for row in rows)


def named(names: Sequence[str]) -> str:
    return ", ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])


def done(
    request: Request, text: str, home: str, *, detail: str = "", is_undoable: bool = True
) -> HttpResponse:
    undo = reverse("journal:undo", args=[request.actor.batch]) if is_undoable else ""
    toast(request, text, detail=detail, undo=undo)
    return goto(request, back(request, home))


def gone(request: HttpRequest, home: str) -> HttpResponse:
    toast(request, _("Nothing was changed: none of the chosen rows is left."), tone="error")
    return goto(request, back(request, home))


def too_many(request: HttpRequest, error: ValidationError) -> HttpResponse:
    context = {"sentence": " ".join(error.messages), "next": back(request)}
    return render(request, "customers/too_many.html#dialog", context, status=422)
