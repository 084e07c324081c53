"""The custom fields of the invented company, and what its customers hold in them."""

from __future__ import annotations

from datetime import date, timedelta

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.fields import NewCustomer
from klientel.foundation.access import Actor
from klientel.services.customfields.actions import defining
from klientel.services.customfields.actions.checking import FieldValues, Option
from klientel.services.customfields.models import Definition

GROUPS = (("a", "A – 12 %"), ("b", "B – 8 %"), ("c", "C – 3 %"))
TIMES = (
    Option(code="morning", labels={"de": "Vormittags", "fr": "Le matin", "en": "Mornings"}),
    Option(
        code="afternoon", labels={"de": "Nachmittags", "fr": "L’après-midi", "en": "Afternoons"}
    ),
)
FIELDS = (
    (
        CUSTOMER,
        "debtor_number",
        FieldValues(
            type="text",
            names={"de": "Debitorennummer", "fr": "Compte auxiliaire", "en": "Debtor number"},
            helps={
                "de": "Aus der Buchhaltung, fünfstellig.",
                "fr": "De la comptabilité, à cinq chiffres.",
                "en": "From accounting, five digits.",
            },
            limits={"length": 9},
            indexed=True,
        ),
    ),
    (
        CUSTOMER,
        "discount_group",
        FieldValues(
            type="choice",
            names={"de": "Rabattgruppe", "fr": "Groupe de remise", "en": "Discount group"},
            options=[
                Option(code=code, labels={"de": label, "fr": label, "en": label.replace(" %", "%")})
                for code, label in GROUPS
            ],
            indexed=True,
        ),
    ),
    (
        CUSTOMER,
        "maintenance_until",
        FieldValues(
            type="date",
            names={
                "de": "Wartungsvertrag bis",
                "fr": "Contrat d’entretien jusqu’au",
                "en": "Maintenance contract until",
            },
            indexed=True,
        ),
    ),
    (
        CONTACT,
        "best_time",
        FieldValues(
            type="choice",
            names={
                "de": "Am besten erreichbar",
                "fr": "Joignable de préférence",
                "en": "Best reached",
            },
            options=TIMES,
        ),
    ),
)
FIRST = date(2026, 1, 31)


def define(actor: Actor) -> None:
    """Once: a demonstration that is built anew finds them."""
    if not Definition.objects.visible_to(actor).exists():
        for kind, key, fields in FIELDS:
            defining.add_field(actor, kind, key=key, **fields)


def fill(row: NewCustomer, place: int) -> None:
    """Most have a debtor number, half a discount, some a contract; a contact says when to call."""
    held: dict[str, str] = {}
    if place % 5:
        held["debtor_number"] = str(10000 + place)
    if place % 2:
        held["discount_group"], _label = GROUPS[place * 7 // 4 % len(GROUPS)]
    if place % 3 == 1:
        day = FIRST + timedelta(days=place * 7 % 30 * 30)
        held["maintenance_until"] = day.isoformat()
    row["custom"] = held
    for number, contact in enumerate(row.get("contacts") or (), start=place):
        if number % 4 == 0:
            contact["custom"] = {"best_time": "morning" if number % 8 else "afternoon"}
