"""The contacts of a customer, and the page of one contact."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from klientel.domains.customers import menus, tables
from klientel.domains.customers.actions import deleting
from klientel.domains.customers.forms.notes import NoteForm
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.pages import ContactRecord, Record
from klientel.domains.customers.timeline import history
from klientel.foundation.access import Request, requires
from klientel.foundation.ui import columns
from klientel.foundation.ui.htmx import render_fragment
from klientel.foundation.ui.listing import Listing
from klientel.foundation.ui.menu import actions_for

from .bin import bring_back, deleted_page
from .bulk import ask_to_delete_contacts
from .lists import answer
from .notes import history_part


@require_GET
@requires("contacts.view")
def of_customer(request: Request, pk: int) -> HttpResponse:
    customer = get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk)
    record = Record(request.actor, customer)
    table = tables.contacts_of(customer)
    listing = Listing(request.actor, table, request.GET, columns.chosen(request, table.name))
    context = {
        "record": record,
        "listing": listing,
        "actions": actions_for(request.actor, menus.OF_CUSTOMER),
        "may_add": request.actor.may("contacts.add"),
    }
    if request.headers.get("HX-Target") == "results":
        return answer(request, "customers/contacts.html", context)
    return render_fragment(request, "customers/contacts.html", "record", context)


@require_GET
@requires("contacts.view")
def detail(request: Request, pk: int) -> HttpResponse:
    contact = Contact.objects.visible_to(request.actor).filter(pk=pk).first()
    if contact is None:
        return deleted_page(request, Contact, pk)
    record = ContactRecord(request.actor, contact)
    context = {
        "record": record,
        "history": history(record, given=request.GET.dict()),
        "note_form": NoteForm(),
    }
    part = history_part(request) or "timeline"
    return render_fragment(request, "contacts/detail.html", part, context)


@require_GET
@requires("contacts.delete")
def delete(request: Request, pk: int) -> HttpResponse:
    """The dialog; it posts to where chosen rows are deleted."""
    contact = get_object_or_404(Contact.objects.visible_to(request.actor), pk=pk)
    return ask_to_delete_contacts(
        request, [contact], then=home_of(contact), cancel=contact.get_absolute_url()
    )


@require_POST
@requires("contacts.delete")
def restore(request: Request, pk: int) -> HttpResponse:
    return bring_back(request, Contact, pk, restore=deleting.restore_contacts)


def home_of(contact: Contact) -> str:
    """The list a contact stands in."""
    if contact.customer_id is None:
        return reverse("contacts:list")
    return reverse("customers:contacts", args=[contact.customer_id])
