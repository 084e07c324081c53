"""What becomes of records, told field by field: what they held before an act, and what differs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from klientel.domains.customers import custom, queries
from klientel.domains.customers.custom import Flat
from klientel.domains.customers.facts import CONTACT, CUSTOMER, ContactChanged, CustomerChanged
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.db import bulk
from klientel.services.journal.facts import Fact, Subject

Snapshot = dict[Subject, tuple[Customer | Contact, Flat]]


def snapshot(subjects: Iterable[Subject]) -> Snapshot:
    keys = list(subjects)
    taken: Snapshot = {}
    customers = _live(Customer.objects.all(), [key for name, key in keys if name == CUSTOMER])
    of_customers = queries.customer_fields(customers)
    for row in customers:
        taken[CUSTOMER, row.pk] = (row, custom.flat(of_customers[row.pk]))
    contacts = _live(Contact.objects.all(), [key for name, key in keys if name == CONTACT])
    of_contacts = queries.contact_fields(contacts)
    for contact in contacts:
        taken[CONTACT, contact.pk] = (contact, custom.flat(of_contacts[contact.pk]))
    return taken


def _live(queryset: QuerySet[Any], keys: list[int]) -> list[Any]:
    return [
        row
        for piece in bulk.pieces(keys, queries.PIECE)
        for row in queryset.filter(pk__in=piece, deleted_at=None)
    ]


def differences(before: Snapshot) -> list[Fact]:
    after = snapshot(before)
    facts: list[Fact] = []
    for subject, (row, new) in after.items():
        old = before[subject][1]
        differing = {name: new[name] for name in {**new, **old} if new[name] != old[name]}
        if not differing:
            continue
        if isinstance(row, Contact):
            facts.append(ContactChanged.of(row, old, differing))
        else:
            facts.append(CustomerChanged.of(row, old, differing))
    return facts
