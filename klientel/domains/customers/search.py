"""What is indexed of customers and contacts, kept true in the transaction that writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from klientel.foundation.db import bulk
from klientel.foundation.lib import phones
from klientel.foundation.lib.text import search_text
from klientel.services.journal.projections import Touched
from klientel.services.search import index
from klientel.services.search.index import Projected

from . import choices
from .models import Contact, ContactPoint, Customer

CUSTOMER = "customers.customer"
CONTACT = "customers.contact"
AT_ONCE = 900
Words = dict[int, list[str]]  # by key of the owner


def project(touched: Touched) -> None:
    """A customer is found by its contacts too, so what touches a contact touches its customer."""
    contacts = touched.get(CONTACT, set())
    customers = set(touched.get(CUSTOMER, ()))
    for piece in bulk.pieces(contacts, AT_ONCE):
        of_customers = Contact.objects.filter(pk__in=piece).exclude(customer=None)
        customers.update(key for key in of_customers.values_list("customer", flat=True) if key)
    _refresh(CONTACT, contacts, list(contact_documents(contacts)))
    _refresh(CUSTOMER, customers, list(customer_documents(customers)))


def _refresh(kind: str, keys: Collection[int], documents: list[Projected]) -> None:
    index.write(kind, documents)
    gone = set(keys) - {document.object_id for document in documents}
    if gone:
        index.remove(kind, sorted(gone))


def contact_documents(keys: Collection[int]) -> Iterator[Projected]:
    """Documents of the live ones among these contacts."""
    for piece in bulk.pieces(keys, AT_ONCE):
        live = Contact.objects.filter(pk__in=piece, deleted_at=None)
        points = _points("contact", piece)
        for key, customer, *words in live.values_list("pk", "customer", *CONTACT_WORDS):
            yield Projected(key, search_text(*_contact(words), *points[key]), customer)


def customer_documents(keys: Collection[int]) -> Iterator[Projected]:
    for piece in bulk.pieces(keys, AT_ONCE):
        live = Customer.objects.filter(pk__in=piece, deleted_at=None)
        points, contacts = _points("customer", piece), _contacts(piece)
        for key, *words in live.values_list("pk", *CUSTOMER_WORDS):
            yield Projected(key, search_text(*words, *points[key], *contacts[key]), key)


CUSTOMER_WORDS = ("name", "number", "external_id", "city", "postal_code")
CONTACT_WORDS = ("first_name", "last_name", "position")


def _contact(words: list[str]) -> tuple[str, str]:
    first, last, position = words
    return f"{first} {last}", position


def _contacts(customers: list[int]) -> Words:
    """The words of the contacts of each customer."""
    found: Words = defaultdict(list)
    of: dict[int, int] = {}
    live = Contact.objects.filter(customer__in=customers, deleted_at=None)
    for key, customer, *words in live.order_by("pk").values_list("pk", "customer", *CONTACT_WORDS):
        of[key] = customer
        found[customer] += _contact(words)
    for piece in bulk.pieces(of, AT_ONCE):
        for key, words in _points("contact", piece).items():
            found[of[key]] += words
    return found


def _points(owner: str, keys: list[int]) -> Words:
    found: Words = defaultdict(list)
    live = ContactPoint.objects.filter(**{f"{owner}__in": keys}, deleted_at=None)
    for key, kind, value in live.order_by("pk").values_list(owner, "kind", "value"):
        if kind == choices.PointKind.EMAIL:
            found[key].append(value)
        else:
            found[key] += phones.search_keys(value)
    return found
