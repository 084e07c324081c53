"""What this domain hangs into pages: the tabs of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from klientel.foundation.access import Actor
from klientel.foundation.db.keyset import capped_count
from klientel.foundation.ui.slots import Panel

from . import queries
from .choices import PointKind
from .display import Words
from .models import Contact


def _contact_count(actor: Actor, pk: int) -> int:
    return capped_count(Contact.objects.visible_to(actor).filter(customer=pk))


DETAILS = Panel(gettext_lazy("Details"), "customers:detail", "customers.view")
CONTACTS = Panel(
    gettext_lazy("Contact list"), "customers:contacts", "contacts.view", _contact_count
)


@dataclass(frozen=True)
class ContactLine:
    contact: Contact
    email: str
    phone: str


def contact_lines(contacts: Sequence[Contact], words: Words) -> list[ContactLine]:
    points = queries.points_of("contact", [contact.pk for contact in contacts])
    email, *numbers = (PointKind.EMAIL, PointKind.PHONE, PointKind.MOBILE)
    return [
        ContactLine(
            contact,
            email=queries.preferred(points[contact.pk], email),
            phone=words.phone(queries.preferred(points[contact.pk], *numbers)),
        )
        for contact in contacts
    ]
