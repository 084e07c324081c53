"""“Who sees this?” of a customer and of a contact."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.seeing import who_sees
from klientel.foundation.access import Request, requires


@require_GET
@requires("customers.view")
def customer(request: Request, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk))


@require_GET
@requires("contacts.view")
def contact(request: Request, pk: int) -> HttpResponse:
    found = Contact.objects.visible_to(request.actor).select_related("customer")
    return _page(request, get_object_or_404(found, pk=pk))


def _page(request: Request, record: Customer | Contact) -> HttpResponse:
    return render(request, "customers/seeing.html", {"record": record, "seen": who_sees(record)})
