"""Whom that looks like which is being typed: asked when a field is left, answered beside it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from klientel.domains.customers.alike import Alike, contacts_like, customers_like
from klientel.domains.customers.forms.adding import typed_organisation, typed_person
from klientel.domains.customers.forms.contact import typed_contact
from klientel.domains.customers.forms.customer import typed_identity
from klientel.domains.customers.forms.one_page import typed_client
from klientel.domains.customers.pages import home
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.digits import whole

SHORT = "short"  # the forms of the *Add* menu
END = "-alike"  # of the ids of the places where hints stand; before it the prefix of the fields


@require_POST
@requires("customers.view")
def customer(request: Request) -> HttpResponse:
    """By POST: what is typed about people has no place in an address."""
    if request.GET.get("form") == SHORT:
        given = typed_organisation(request.POST)
    else:
        read = typed_client if "company_name" in request.POST else typed_identity
        given = read(request.POST, home=home())
    own = whole(request.GET.get("own", "")) or 0
    return _answer(request, customers_like(request.actor, given, home=home(), but=own))


@require_POST
@requires("contacts.view")
def contact(request: Request) -> HttpResponse:
    """htmx sends the whole form and says which place in it asks; `c12` is that of contact 12."""
    prefix = request.headers.get("HX-Trigger", "").removesuffix(END)
    if request.GET.get("form") == SHORT:
        given = typed_person(request.POST)
    else:
        given = typed_contact(request.POST, prefix, home=home())
    own = whole(prefix.removeprefix("c")) or 0
    [found] = contacts_like(request.actor, [given], home=home(), but=own)
    return _answer(request, found)


def _answer(request: Request, found: Sequence[Alike]) -> HttpResponse:
    return render(request, "customers/parts/alike.html", {"alike": found})
