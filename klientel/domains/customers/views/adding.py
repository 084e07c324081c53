"""*Add*, then *Customer* or *Customer organisation*: one short form each, which mails nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klientel.domains.customers.actions.arriving import add_person
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.fields import LooseContactFields
from klientel.domains.customers.forms.adding import OrganisationForm, PersonForm
from klientel.domains.customers.forms.rows import refuse
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tree import NOBODY
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto
from klientel.services.journal.toasts import toast_with_undo

from .moving import BY_ADDRESS, Place, by_address, nobody, none_fits, place_of, places_for

T = TypeVar("T", Contact, Customer)


@requires("contacts.add")
@require_http_methods(["GET", "POST"])
def person(request: Request) -> HttpResponse:
    """A customer's person: at an organisation, or at none."""
    form = PersonForm(request.POST or None, use_required_attribute=False)
    by_rule = by_address(request, request.POST.get("email", ""))
    place = place_of(request) or by_rule or nobody()
    if request.method == "POST":
        made = _submit(form, lambda: add_person(request.actor, _at(place, form.values())))
        if made is not None:
            return _added(request, made)
    places = places_for(request, "", with_one=None if place is by_rule else place)
    context = {
        "form": form,
        "place": place,
        "places": [by_rule, *places] if by_rule else places,
        "none_fits": none_fits(places),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/add_person.html", context, status=status)


def _at(place: Place, fields: LooseContactFields) -> LooseContactFields:
    """Without a word of a customer the rule decides; a choice in the form is one."""
    if place.key == BY_ADDRESS:
        return fields
    return {**fields, "customer_id": place.key if place.key != NOBODY else None}


@requires("customers.add")
@require_http_methods(["GET", "POST"])
def organisation(request: Request) -> HttpResponse:
    form = OrganisationForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST":
        made = _submit(form, lambda: create_customer(request.actor, **form.values()))
        if made is not None:
            return _added(request, made)
    status = 422 if form.errors else 200
    return render(request, "customers/add_organisation.html", {"form": form}, status=status)


def _submit(form: PersonForm | OrganisationForm, act: Callable[[], T]) -> T | None:
    """What the action refuses stands beside the fields."""
    if not form.is_valid():
        return None
    try:
        return act()
    except ValidationError as error:
        for path, sentences in error.message_dict.items():
            refuse(form, path, sentences)
        return None


def _added(request: Request, made: Contact | Customer) -> HttpResponse:
    """To the tree, where the new one can be dragged or be dropped on."""
    said = {"name": made.name}
    sentence = _("%(name)s has been added")
    if isinstance(made, Contact) and made.customer:
        said["customer"] = made.customer.name
        sentence = _("%(name)s has been added at %(customer)s")
    toast_with_undo(request, sentence % said)
    return goto(request, reverse("customers:tree"))
