"""Who may be the primary contact of a customer instead of one that leaves, and what was chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.foundation.lib.digits import whole

from .models import Contact, Customer
from .purposes import PURPOSES, Purpose, Seat

ASKED = 5  # customers one dialog asks about
OFFERED = 50  # contacts of each
FIELDS: Mapping[Purpose, str] = {
    "primary": "successor-",
    "primary_technical": "successor-technical-",
    "primary_billing": "successor-billing-",
}
ASKS: Mapping[Purpose, object] = {
    "primary": _("Primary contact of %(name)s instead"),
    "primary_technical": _("Primary contact (technical) of %(name)s instead"),
    "primary_billing": _("Primary contact (billing) of %(name)s instead"),
}


@dataclass(frozen=True)
class Vacancy:
    """A customer whose primary contact for something leaves, and the others it has."""

    customer: Customer
    purpose: Purpose
    candidates: Sequence[Contact]

    @property
    def seat(self) -> Seat:
        return self.customer.pk, self.purpose

    @property
    def field(self) -> str:
        return f"{FIELDS[self.purpose]}{self.customer.pk}"

    @property
    def title(self) -> str:
        return str(ASKS[self.purpose]) % {"name": self.customer.name}


def vacancies(actor: Actor, leaving: Sequence[Contact]) -> list[Vacancy]:
    """Only where there is somebody to choose; two queries."""
    seats: list[Seat] = [
        (each.customer_id, purpose)
        for each in leaving
        for purpose in PURPOSES
        if each.customer_id is not None and getattr(each, purpose)
    ]
    keys = list(dict.fromkeys(key for key, _purpose in seats))[:ASKED]
    if not keys:
        return []
    stays = Contact.objects.visible_to(actor).filter(customer__in=keys, active=True)
    stays = stays.exclude(pk__in=[each.pk for each in leaving]).order_by("name_fold", "pk")
    found: dict[int, list[Contact]] = defaultdict(list)
    for contact in stays.defer("note")[: OFFERED * ASKED]:
        if contact.customer_id is not None:
            found[contact.customer_id].append(contact)
    customers = Customer.objects.visible_to(actor).in_bulk(sorted(found))
    return [
        Vacancy(customers[key], purpose, found[key][:OFFERED])
        for key, purpose in seats
        if key in customers
    ]


def chosen(given: Mapping[str, str]) -> dict[Seat, int]:
    """Who takes which seat; who chose nobody is not among them."""
    found: dict[Seat, int] = {}
    for name, value in given.items():
        for purpose, field in FIELDS.items():
            customer, contact = whole(name.removeprefix(field)), whole(value)
            if name.startswith(field) and customer is not None and contact is not None:
                found[customer, purpose] = contact
    return found
