"""What is indexed of customers and contacts, kept true in the transaction that writes them."""

from __future__ import annotations

from collections.abc import Sequence

from klientel.foundation.lib import phones
from klientel.foundation.lib.text import search_text
from klientel.services.journal.projections import Touched
from klientel.services.search import index
from klientel.services.search.index import Projected

from . import choices, queries
from .models import Contact, ContactPoint, Customer

CUSTOMER = "customers.customer"
CONTACT = "customers.contact"


def project(touched: Touched) -> None:
    """A customer is found by its contacts too, so what touches a contact touches its customer."""
    contact_keys = sorted(touched.get(CONTACT, ()))
    customer_keys = set(touched.get(CUSTOMER, ()))
    contacts = list(Contact.objects.filter(pk__in=contact_keys))
    customer_keys |= {contact.customer_id for contact in contacts if contact.customer_id}
    customers = list(Customer.objects.filter(pk__in=customer_keys))
    _write_contacts(contacts)
    _write_customers(customers)


def _write_contacts(contacts: Sequence[Contact]) -> None:
    live = [contact for contact in contacts if contact.deleted_at is None]
    points = queries.points_of("contact", [contact.pk for contact in live])
    documents = [
        Projected(
            contact.pk, search_text(*_words(contact, points[contact.pk])), contact.customer_id
        )
        for contact in live
    ]
    index.remove(CONTACT, [contact.pk for contact in contacts if contact.deleted_at is not None])
    index.write(CONTACT, documents)


def _write_customers(customers: Sequence[Customer]) -> None:
    live = [customer for customer in customers if customer.deleted_at is None]
    keys = [customer.pk for customer in live]
    points, contacts = queries.points_of("customer", keys), queries.contacts_of(keys)
    people = [contact for found in contacts.values() for contact in found]
    theirs = queries.points_of("contact", [contact.pk for contact in people])
    documents = []
    for customer in live:
        words = [customer.name, customer.number, customer.external_id, customer.city]
        words += [customer.postal_code, *_point_words(points[customer.pk])]
        for contact in contacts[customer.pk]:
            words += _words(contact, theirs[contact.pk])
        documents.append(Projected(customer.pk, search_text(*words), customer.pk))
    index.remove(CUSTOMER, [c.pk for c in customers if c.deleted_at is not None])
    index.write(CUSTOMER, documents)


def _words(contact: Contact, points: Sequence[ContactPoint]) -> list[str]:
    full = f"{contact.first_name} {contact.last_name}".strip()
    return [full, contact.position, *_point_words(points)]


def _point_words(points: Sequence[ContactPoint]) -> list[str]:
    words: list[str] = []
    for point in points:
        if point.kind == choices.PointKind.EMAIL:
            words.append(point.value)
        else:
            words += phones.search_keys(point.value)
    return words
