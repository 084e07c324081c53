"""Who may be the primary contact of a customer instead of one that leaves, and what was chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klientel.foundation.access import Actor
from klientel.foundation.lib.digits import whole

from .models import Contact, Customer

ASKED = 5  # customers one dialog asks about
OFFERED = 50  # contacts of each
FIELD = "successor-"


@dataclass(frozen=True)
class Vacancy:
    """A customer whose primary contact leaves, and the others it has."""

    customer: Customer
    candidates: Sequence[Contact]

    @property
    def field(self) -> str:
        return f"{FIELD}{self.customer.pk}"


def vacancies(actor: Actor, leaving: Sequence[Contact]) -> list[Vacancy]:
    """Only where there is somebody to choose; two queries."""
    keys = [each.customer_id for each in leaving if each.primary and each.customer_id][:ASKED]
    if not keys:
        return []
    stays = Contact.objects.visible_to(actor).filter(customer__in=keys, active=True)
    stays = stays.exclude(pk__in=[each.pk for each in leaving]).order_by("name_fold", "pk")
    found: dict[int, list[Contact]] = defaultdict(list)
    for contact in stays.defer("note")[: OFFERED * ASKED]:
        if contact.customer_id is not None:
            found[contact.customer_id].append(contact)
    customers = Customer.objects.visible_to(actor).in_bulk(sorted(found))
    return [Vacancy(customers[key], found[key][:OFFERED]) for key in keys if key in customers]


def chosen(given: Mapping[str, str]) -> dict[int, int]:
    """By customer; who chose nobody is not among them."""
    found: dict[int, int] = {}
    for name, value in given.items():
        customer, contact = whole(name.removeprefix(FIELD)), whole(value)
        if name.startswith(FIELD) and customer is not None and contact is not None:
            found[customer] = contact
    return found
