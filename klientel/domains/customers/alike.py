"""Records that what somebody types looks like: a hint for the reader, never a refusal.

Looked up by index only: VAT ids as stored, e-mail addresses and telephone numbers by their key,
names folded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import emails, likeness, phones, sounds, text, vat
from klientel.foundation.lib.refusals import Refused

from . import queries
from .fields import ContactFields, CustomerFields
from .models import Contact, ContactPoint, Customer

MOST: Final = 3  # records named for one thing typed
READ: Final = 20  # for each key; a number may be that of a whole building
SHORTEST_NUMBER: Final = 6  # digits that tell somebody apart
SHORTEST_NAME: Final = 4  # letters a name has to begin with
VAT_ID, EMAIL, PHONE, NAME = "vat_id", "email", "phone", "name"  # the surest first
SIMILAR: Final = "similar"
REASONS: Mapping[str, Promise] = {
    VAT_ID: _("same VAT ID"),
    EMAIL: _("same e-mail address"),
    PHONE: _("same phone number"),
    NAME: _("same name"),
    SIMILAR: _("similar name"),
}
R = TypeVar("R", Customer, Contact)


@dataclass(frozen=True)
class Alike:
    name: str
    url: str
    place: str  # number and city of a customer, the customer of a contact
    reason: str


def customers_like(actor: Actor, given: CustomerFields, *, home: str, but: int = 0) -> list[Alike]:
    """Customers that have the same VAT id, answer to the same e-mail address or number, also by a
    contact of theirs, or have the same name or one that sounds or is written almost alike and,
    where both are known, the same city. `but` is the one being edited."""
    return [
        Alike(
            customer.name,
            customer.get_absolute_url(),
            ", ".join(filter(None, [customer.number, customer.city])),
            str(REASONS[reason]),
        )
        for reason, customer in _customers(actor, given, home=home, but=but)
    ]


def similar_customers(actor: Actor, record: Customer) -> list[Customer]:
    """Whom a customer looks like, the surest first."""
    given = queries.customer_fields([record], actor)[record.pk]
    found = _customers(actor, given, home=record.country, but=record.pk)
    return [customer for _reason, customer in found]


def _customers(
    actor: Actor, given: CustomerFields, *, home: str, but: int
) -> list[tuple[str, Customer]]:
    places = given.get("addresses", [])
    country = next((p["country"] for p in places if p.get("country")), home)
    keys = _keys(given, country)
    live = Customer.objects.visible_to(actor)
    points = _points(actor, keys).values_list("key", "customer", "contact__customer")
    pairs = [(keys[key], own or of_contact) for key, own, of_contact in points[: READ * len(keys)]]
    customers = live.in_bulk(_known(pk for _reason, pk in pairs))
    found = [(reason, customers[pk]) for reason, pk in pairs if pk in customers]
    found += [(VAT_ID, customer) for customer in _with_vat_id(live, given, country)]
    cities = {fold for place in places for fold in text.folds(place.get("city", "")) if fold}
    name = text.fold(given.get("name", ""))
    named = [(NAME, customer) for customer in _named(live, text.folds(given.get("name", "")))]
    named += [
        (SIMILAR, customer)
        for customer in _near(live, name, sounds.of_company(name))
        if likeness.of_companies(name, customer.name_fold) >= likeness.ALIKE
    ]
    found += [
        (reason, customer)
        for reason, customer in named
        if not cities or not customer.city_fold or customer.city_fold in cities
    ]
    return _best(found, but)


def contacts_like(
    actor: Actor, rows: Sequence[ContactFields], *, home: str, but: int = 0
) -> list[list[Alike]]:
    """For each of these contacts; the number of queries does not depend on how many they are."""
    best = _contacts(actor, rows, home=home, but=but)
    owners = Customer.objects.visible_to(actor).in_bulk(
        _known(contact.customer_id for each in best for _reason, contact in each)
    )
    return [[_contact(reason, row, owners) for reason, row in each] for each in best]


def similar_contacts(actor: Actor, record: Contact) -> list[Contact]:
    """Whom a contact looks like, the surest first."""
    given = queries.contact_fields([record])[record.pk]
    [found] = _contacts(actor, [given], home="", but=record.pk)
    return [contact for _reason, contact in found]


def _contacts(
    actor: Actor, rows: Sequence[ContactFields], *, home: str, but: int
) -> list[list[tuple[str, Contact]]]:
    keys = [_keys(row, home) for row in rows]
    names = [text.folds(_full_name(row)) for row in rows]
    live = Contact.objects.visible_to(actor)
    wanted = {key for each in keys for key in each}
    points = _points(actor, wanted).exclude(contact=None).values_list("key", "contact")
    by_point: dict[str, list[int]] = defaultdict(list)
    for key, pk in points[: READ * len(wanted)]:
        by_point[key].append(pk or 0)
    contacts = live.in_bulk(_known(pk for found in by_point.values() for pk in found))
    by_name: dict[str, list[Contact]] = defaultdict(list)
    for row in _named(live, {name for each in names for name in each}):
        by_name[row.name_fold].append(row)
    by_sound: dict[str, list[Contact]] = defaultdict(list)
    heard = {sounds.of_person(each[0]) for each in names if " " in each[0]}
    for row in _sounding(live, heard):
        by_sound[row.name_sound].append(row)
    found = [
        [
            *(
                (r, contacts[pk])
                for key, r in own.items()
                for pk in by_point[key]
                if pk in contacts
            ),
            *((NAME, contact) for name in named for contact in by_name[name]),
            *(
                (SIMILAR, contact)
                for contact in by_sound[sounds.of_person(named[0])]
                if likeness.of_people(named[0], contact.name_fold) >= likeness.ALIKE
            ),
        ]
        for own, named in zip(keys, names, strict=True)
    ]
    return [_best(each, but) for each in found]


def _contact(reason: str, contact: Contact, owners: Mapping[int, Customer]) -> Alike:
    owner = owners.get(contact.customer_id or 0)
    place = owner.name if owner else ""
    return Alike(contact.name, contact.get_absolute_url(), place, str(REASONS[reason]))


def _full_name(row: ContactFields) -> str:
    return f"{row.get('last_name', '')} {row.get('first_name', '')}"


def _keys(given: Mapping[str, Any], country: str) -> dict[str, str]:
    """The keys of what is typed, as `ContactPoint` has them, and what each of them is."""
    found = {emails.key(item["value"]): EMAIL for item in given.get("emails", [])}
    for item in given.get("phones", []):
        parsed = phones.parse(item["value"], country)
        digits = "".join(sign for sign in str(parsed or item["value"]) if sign.isdigit())
        if len(digits) >= SHORTEST_NUMBER:
            found[digits] = PHONE
    return found


def _with_vat_id(
    live: models.QuerySet[Customer], given: CustomerFields, country: str
) -> Iterable[Customer]:
    try:
        wanted = vat.check(given.get("vat_id", ""), country)
    except Refused:
        return ()
    having = live.exclude(vat_id="")  # as the index has it
    return having.filter(vat_id=wanted).order_by("pk")[:READ]


def _points(actor: Actor, keys: Iterable[str]) -> models.QuerySet[ContactPoint]:
    return ContactPoint.objects.visible_to(actor).filter(key__in=sorted(keys))


def _named(live: models.QuerySet[R], names: Iterable[str]) -> Iterable[R]:
    wanted = sorted(name for name in names if name)
    return live.filter(name_fold__in=wanted).order_by("name_fold", "pk")[: READ * len(wanted)]


def _near(live: models.QuerySet[R], name: str, sound: str) -> list[R]:
    """Those that sound so, and those that begin so: who mistypes does it later in a word."""
    if len(name) < SHORTEST_NAME:
        return []
    begins = live.filter(name_fold__startswith=name[:SHORTEST_NAME]).order_by("name_fold", "pk")
    return _sounding(live, {sound}) + list(begins[:READ])


def _sounding(live: models.QuerySet[R], heard: Iterable[str]) -> list[R]:
    wanted = sorted(sound for sound in heard if sound)
    if not wanted:
        return []
    known = live.exclude(name_sound="").filter(name_sound__in=wanted)  # as the index has it
    return list(known.order_by("name_sound", "pk")[: READ * len(wanted)])


def _known(keys: Iterable[int | None]) -> list[int]:
    return sorted({key for key in keys if key})


def _best(found: Iterable[tuple[str, R]], but: int) -> list[tuple[str, R]]:
    """Each record once, for the surest of its reasons."""
    order = list(REASONS)
    ranked = sorted(found, key=lambda pair: (order.index(pair[0]), pair[1].pk))
    once: dict[int, tuple[str, R]] = {}
    for reason, row in ranked:
        once.setdefault(row.pk, (reason, row))
    return [pair for key, pair in once.items() if key != but][:MOST]
