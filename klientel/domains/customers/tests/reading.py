"""What tests look at after an act: a contact, what its history tells, what a search finds."""

from __future__ import annotations

from klientel.domains.customers import tables
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.journal import queries as journal


def contact(name: str) -> Contact:
    return Contact.objects.get(last_name=name)


def customer(name: str) -> Customer:
    return Customer.objects.get(name=name)


def told(actor: Actor, row: Customer | Contact) -> list[str]:
    """The newest first."""
    subject = (row._meta.label_lower, row.pk)
    return [item.text for item in journal.timeline(actor, subject, limit=50)]


def found(word: str) -> set[str]:
    """Customers in the bin too, as far as they are still indexed."""
    search = tables.CUSTOMERS.search(SYSTEM, word)
    return {customer.name for customer in search.narrow(Customer.objects.all())}
