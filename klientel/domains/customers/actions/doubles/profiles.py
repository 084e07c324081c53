"""What the finder compares, read for a few thousand records with a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from django.db.models import Q

from klientel.domains.customers.choices import PointKind
from klientel.domains.customers.likeness import Profile, plain_name
from klientel.domains.customers.models import Contact, ContactPoint, Customer
from klientel.domains.customers.models.doubles import Of
from klientel.foundation.db import bulk
from klientel.foundation.lib import likeness

PIECE: Final = 900
Points = dict[int, tuple[set[str], set[str]]]  # by owner, e-mail addresses and digits


def read(of: str, keys: Collection[int]) -> dict[int, Profile]:
    """Of the living among these."""
    found: dict[int, Profile] = {}
    for piece in bulk.pieces(sorted(keys), PIECE):
        rows = _customers(piece) if of == Of.CUSTOMERS else _contacts(piece)
        found |= {row.key: row for row in rows}
    return found


def _customers(keys: list[int]) -> list[Profile]:
    points = _points(Q(customer__in=keys), "customer")
    for owner, (emails, phones) in _points(
        Q(contact__customer__in=keys, contact__deleted_at=None), "contact__customer"
    ).items():
        points[owner][0].update(emails)
        points[owner][1].update(phones)
    rows = Customer.objects.filter(pk__in=keys, deleted_at=None).values_list(
        "pk",
        "name_fold",
        "name_sound",
        "postal_code",
        "city_fold",
        "vat_id",
        "external_source",
        "external_id",
    )
    return [
        Profile(
            key=key,
            is_company=True,
            name=plain_name(fold, is_company=True),
            sound=sound,
            place=postal_code,
            city=city,
            vat_id=vat_id,
            external=(source, reference),
            emails=frozenset(points[key][0]),
            phones=frozenset(points[key][1]),
            figures=likeness.figures(fold),
        )
        for key, fold, sound, postal_code, city, vat_id, source, reference in rows
    ]


def _contacts(keys: list[int]) -> list[Profile]:
    points = _points(Q(contact__in=keys), "contact")
    rows = Contact.objects.filter(pk__in=keys, deleted_at=None).values_list(
        "pk", "name_fold", "name_sound", "customer_id", "external_source", "external_id"
    )
    return [
        Profile(
            key=key,
            is_company=False,
            name=fold if sound else "",  # an e-mail address stands for a name
            sound=sound,
            place=f"c{customer or 0}",
            external=(source, reference),
            emails=frozenset(points[key][0]),
            phones=frozenset(points[key][1]),
            figures=likeness.figures(fold),
        )
        for key, fold, sound, customer, source, reference in rows
    ]


def _points(owner: Q, name: str) -> Points:
    found: Points = defaultdict(lambda: (set(), set()))
    rows = ContactPoint.objects.filter(owner, deleted_at=None)
    for key, kind, value in rows.values_list(name, "kind", "key"):
        if key is not None and value:
            found[key][kind != PointKind.EMAIL].add(value)
    return found
