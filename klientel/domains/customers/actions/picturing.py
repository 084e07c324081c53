"""The first pictures of a new customer: its logo, and that of the person."""

from __future__ import annotations

from dataclasses import dataclass

from klientel.domains.customers.choices import Kind
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.files.actions.attaching import set_drawn
from klientel.services.files.waiting import Drawn


@dataclass(frozen=True)
class Pictures:
    person: Drawn | None = None
    logo: Drawn | None = None


NO_PICTURES = Pictures()


def set_first_pictures(actor: Actor, customer: Customer, pictures: Pictures) -> None:
    """A private person shows the same face as customer and as contact."""
    is_person = customer.kind == Kind.INDIVIDUAL
    logo = pictures.logo or (pictures.person if is_person else None)
    if logo is not None:
        set_drawn(actor, (CUSTOMER, customer.pk), logo)
    if pictures.person is not None:
        contact = Contact.objects.get(customer=customer, primary=True, deleted_at=None)
        set_drawn(actor, (CONTACT, contact.pk), pictures.person)
