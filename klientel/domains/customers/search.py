"""What is indexed of customers and contacts, kept true in the transaction that writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from klientel.foundation.db import bulk
from klientel.foundation.lib import phones
from klientel.foundation.lib.text import search_text
from klientel.services.customfields import reading
from klientel.services.customfields.choices import Type
from klientel.services.journal.projections import Touched
from klientel.services.search import index
from klientel.services.search.index import Projected

from . import choices
from .facts import CONTACT, CUSTOMER, NOTE
from .models import Contact, ContactPoint, Customer, Note

POINT = "customers.contactpoint"
AT_ONCE = 900
Words = dict[int, list[str]]  # by key of the owner
Columns = Iterable[tuple[Any, ...]]  # of rows, in the order of their keys
OF_CUSTOMER = ("name", "number", "external_id", "city", "postal_code", "vat_id")
CUSTOMER_COLUMNS = ("id", *OF_CUSTOMER, "custom", "name_fold")
MERGED = ("name", "number", "external_id", "vat_id")  # of customers
OF_CONTACT = ("first_name", "last_name", "position")
CONTACT_COLUMNS = ("id", "customer_id", *OF_CONTACT, "custom", "name_fold")


@reading.once()
def project(touched: Touched) -> None:
    """A customer is found by its contacts too, so what touches a contact touches its customer."""
    if _is_whole(touched):
        _add(touched)
        return
    contacts = touched.keys.get(CONTACT, set())
    customers = set(touched.keys.get(CUSTOMER, ()))
    for piece in bulk.pieces(contacts, AT_ONCE):
        of_customers = Contact.objects.filter(pk__in=piece).exclude(customer=None)
        customers.update(key for key in of_customers.values_list("customer", flat=True) if key)
        # One that was moved is still in the document of the customer it left.
        customers.update(index.customers_of(CONTACT, piece))
    _refresh(CONTACT, contacts, list(contact_documents(contacts)))
    _refresh(CUSTOMER, customers, list(customer_documents(customers)))


@reading.once()
def rewrite(kind: str, keys: Collection[int]) -> None:
    """Of customers or of contacts, in the caller's transaction, whoever writes them meanwhile."""
    customers = set(keys)
    if kind == CONTACT:
        live = Contact.objects.filter(pk__in=keys, deleted_at=None).exclude(customer=None)
        customers = {key for key in live.values_list("customer", flat=True) if key}
        index.hold(CONTACT, keys)
        _refresh(CONTACT, keys, list(contact_documents(keys)))
    index.hold(CUSTOMER, customers)
    _refresh(CUSTOMER, customers, list(customer_documents(customers)))


def _is_whole(touched: Touched) -> bool:
    """New customers with all that hangs on them, and nothing of others."""
    if touched.keys.get(NOTE):
        return False
    made = set(map(attrgetter("id"), touched.inserted.get(CUSTOMER, ())))
    owners = map(attrgetter("customer_id"), touched.inserted.get(CONTACT, ()))
    return bool(made) and made.issuperset(owners)


def _add(touched: Touched) -> None:
    """As they were inserted: nothing has to be read again."""
    customers, contacts, points = (
        touched.inserted.get(label, ()) for label in (CUSTOMER, CONTACT, POINT)
    )
    people = list(map(attrgetter(*CONTACT_COLUMNS), contacts))
    of_contacts = _points(map(attrgetter("contact_id", "kind", "value"), points))
    of_customers = _points(map(attrgetter("customer_id", "kind", "value"), points))
    firms = map(attrgetter(*CUSTOMER_COLUMNS), customers)
    words = _contacts(people, of_contacts)
    index.write(CUSTOMER, list(_customer_documents(firms, of_customers, words)))
    # The server may still be at the long texts while the short ones are made.
    index.write(CONTACT, list(_contact_documents(people, of_contacts)))


def _refresh(kind: str, keys: Collection[int], documents: list[Projected]) -> None:
    index.write(kind, documents)
    gone = set(keys) - {document.object_id for document in documents}
    if gone:
        index.remove(kind, sorted(gone))


def contact_documents(keys: Collection[int]) -> Iterator[Projected]:
    """Documents of the live ones among these contacts."""
    for piece in bulk.pieces(keys, AT_ONCE):
        live = Contact.objects.filter(pk__in=piece, deleted_at=None)
        points = _read_words("contact", piece)
        merged = _read_merged(Contact, piece, ("first_name", "last_name", "email"))
        for key, words in merged.items():
            points[key] += words
        yield from _contact_documents(live.values_list(*CONTACT_COLUMNS), points)


def _contact_documents(contacts: Columns, points: Words) -> Iterator[Projected]:
    for key, customer, *words, held, fold in contacts:
        said = _custom(CONTACT, held)
        yield Projected(key, search_text(*_contact(words), *said, *points[key]), customer, fold)


def customer_documents(keys: Collection[int]) -> Iterator[Projected]:
    for piece in bulk.pieces(keys, AT_ONCE):
        live = Customer.objects.filter(pk__in=piece, deleted_at=None)
        points, contacts = _read_words("customer", piece), _read_contacts(piece)
        for key, words in _read_merged(Customer, piece, MERGED).items():
            contacts[key] += words
        yield from _customer_documents(live.values_list(*CUSTOMER_COLUMNS), points, contacts)


def _customer_documents(customers: Columns, points: Words, contacts: Words) -> Iterator[Projected]:
    for key, *words, held, fold in customers:
        said = _custom(CUSTOMER, held)
        yield Projected(key, search_text(*words, *said, *points[key], *contacts[key]), key, fold)


def _custom(kind: str, held: Mapping[str, Any]) -> list[str]:
    """What the custom fields say in words; numbers of telephones by any of their writings."""
    found: list[str] = []
    for each in reading.fields(kind).searched if held else ():
        if value := held.get(each.key):
            found += phones.search_keys(value) if each.type == Type.PHONE else [value]
    return found


def _contact(words: list[str]) -> tuple[str, str]:
    first, last, position = words
    return f"{first} {last}", position


def _read_contacts(customers: list[int]) -> Words:
    live = Contact.objects.filter(customer__in=customers, deleted_at=None).order_by("pk")
    contacts = list(live.values_list(*CONTACT_COLUMNS))
    points: Words = defaultdict(list)
    for piece in bulk.pieces((key for key, *_words in contacts), AT_ONCE):
        points |= _read_words("contact", piece)
    return _contacts(contacts, points)


def _contacts(contacts: Columns, points: Words) -> Words:
    """The words of the contacts of each customer: first their names, then how to reach them."""
    found: Words = defaultdict(list)
    of: dict[int, int] = {}
    for key, customer, *words, held, _fold in contacts:
        of[key] = customer
        found[customer] += [*_contact(words), *_custom(CONTACT, held)]
    for key, words in points.items():
        found[of[key]] += words
    return found


def _read_words(owner: str, keys: list[int]) -> Words:
    """How to reach them, and what is noted about them."""
    theirs = {f"{owner}__in": keys, "deleted_at": None}
    points = ContactPoint.objects.filter(**theirs).order_by("pk")
    found = _points(points.values_list(owner, "kind", "value"))
    notes = Note.objects.filter(**theirs).order_by("pk")
    for key, text in notes.values_list(owner, "text"):
        found[key].append(text)
    return found


def _read_merged(
    model: type[Customer] | type[Contact], keys: list[int], columns: tuple[str, ...]
) -> Words:
    """By what those were found that live on in these."""
    rows = model._default_manager.filter(merged_into__in=keys).order_by("pk")
    found: Words = defaultdict(list)
    for key, *words in rows.values_list("merged_into", *columns):
        found[key] += words
    return found


def _points(points: Columns) -> Words:
    found: Words = defaultdict(list)
    for key, kind, value in points:
        if key is None:
            continue
        if kind == choices.PointKind.EMAIL:
            found[key].append(value)
        else:
            found[key] += phones.search_keys(value)
    return found
