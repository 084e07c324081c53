"""What this domain hangs into pages: the tabs of a customer, the history of a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from klientel.foundation.access import Actor
from klientel.foundation.db.keyset import capped_count
from klientel.foundation.ui.slots import Panel
from klientel.services.journal import queries as journal
from klientel.services.journal.facts import Subject

from . import queries
from .choices import PointKind
from .display import Words, label
from .models import Contact


def _contact_count(actor: Actor, pk: int) -> int:
    return capped_count(Contact.objects.visible_to(actor).filter(customer=pk))


DETAILS = Panel(gettext_lazy("Details"), "customers:detail", "customers.view")
CONTACTS = Panel(
    gettext_lazy("Contact list"), "customers:contacts", "contacts.view", _contact_count
)

PAGE = 20
ICONS = {
    "created": "circle-plus",
    "added": "user-plus",
    "changed": "pencil",
    "deleted": "trash-2",
    "restored": "rotate-ccw",
    "undone": "undo-2",
}
ORIGINS = {
    "api": gettext_lazy("API"),
    "import": pgettext_lazy("origin", "Import"),
    "cli": gettext_lazy("Command line"),
    "demo": gettext_lazy("Demo data"),
    "undo": gettext_lazy("Undo"),
}


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One entry of a history, ready to be shown."""

    icon: str
    text: str
    who: str
    at: datetime
    undo: str
    differences: list[Difference]


@dataclass
class History:
    days: list[tuple[str, list[Line]]] = field(default_factory=list)
    before: int = 0  # the entry to go on before; 0 when everything is shown


def history(actor: Actor, subject: Subject, words: Words, *, before: str = "") -> History:
    """A page of it. `before` is the number of the entry the last page ended with, as given."""
    known = before.isascii() and before.isdigit() and len(before) < 19
    items = journal.timeline(actor, subject, limit=PAGE, before=int(before) if known else 0)
    words.learn(_managers(items))
    lines = [_line(item, words) for item in items]
    grouped = groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    more = items[-1].entry_id if len(items) == PAGE else 0
    return History([(_day(day), list(found)) for day, found in grouped], more)


def _line(item: journal.Item, words: Words) -> Line:
    origin = str(ORIGINS.get(item.origin, ""))
    return Line(
        icon=ICONS.get(item.kind.rpartition(".")[2], "history"),
        text=item.text,
        who=f"{item.actor} ({origin})" if origin and origin != item.actor else item.actor,
        at=item.at,
        undo=reverse("journal:undo", args=[item.batch]) if item.may_undo else "",
        differences=differences(item.data, words),
    )


def differences(data: Mapping[str, Any], words: Words) -> list[Difference]:
    """Old and new field by field, where the entry tells them."""
    before, after = data.get("before"), data.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return [
        Difference(label(name), words.say(name, before.get(name, "")), words.say(name, value))
        for name, value in after.items()
    ]


def _managers(items: Iterable[journal.Item]) -> Iterable[str]:
    for item in items:
        for side in ("before", "after"):
            values = item.data.get(side)
            if isinstance(values, dict):
                yield values.get("account_manager", "")


def _day(day: date) -> str:
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if (today - day).days == 1:
        return _("Yesterday")
    return date_format(day, "DATE_FORMAT")


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
