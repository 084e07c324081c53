"""The lists of contacts: all of them, and those of one customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from klientel.domains.customers import display, live, totals
from klientel.domains.customers.facts import CONTACT
from klientel.domains.customers.filters import ContactFilters, OwnContactFilters
from klientel.domains.customers.models import Contact, Customer, has_few
from klientel.domains.customers.properties import CONTACT_PROPERTIES
from klientel.domains.customers.purposes import OPTIONAL, PURPOSES, Purpose
from klientel.domains.customers.queries import Shown
from klientel.foundation.access import Actor
from klientel.foundation.ui.lines import EMPTY, Cell, Line
from klientel.foundation.ui.listing import Column, Table, figure
from klientel.services.search.query import Search

from . import custom
from .cells import (
    LAST_CELLS,
    LAST_COLUMNS,
    TAGS_COLUMN,
    CellMaker,
    Reader,
    add_tags,
    email_cell,
    pages,
    phone_cell,
    points_of,
    reader_of,
)

PURPOSE_COLUMNS = tuple(
    Column(name, display.LABELS[name], css="from-xl", width="w-60", is_shown=False)
    for name in OPTIONAL
)
CONTACT_COLUMNS = (
    Column("name", gettext_lazy("Name"), order="name_fold", is_locked=True),
    Column("customer", gettext_lazy("Customer"), css="cut from-md", width="w-48"),
    Column("position", gettext_lazy("Position"), css="cut from-lg", width="w-36", edits="position"),
    Column("email", gettext_lazy("E-mail"), css="cut from-md", width="w-60"),
    Column("phone", gettext_lazy("Phone"), css="cut from-lg", width="w-36"),
    Column(
        "language",
        gettext_lazy("Language"),
        css="cut from-xl",
        width="w-32",
        is_shown=False,
        edits="language",
    ),
    Column("primary", gettext_lazy("Primary contact"), css="from-xl", width="w-34"),
    *PURPOSE_COLUMNS,
    Column(
        "receives_notifications",
        gettext_lazy("Receives notifications"),
        css="from-md",
        width="w-52",
        is_shown=False,
        edits="receives_notifications",
    ),
    Column(
        "portal_access",
        gettext_lazy("Portal access"),
        css="from-md",
        width="w-32",
        is_shown=False,
        edits="portal_access",
    ),
    TAGS_COLUMN,
    *LAST_COLUMNS,
)


def _contacts(actor: Actor) -> QuerySet[Contact]:
    return Contact.objects.visible_to(actor)


UNREAD = (
    "note",
    "custom",
    "custom_fold",
    "customer__note",
    "customer__custom",
    "customer__custom_fold",
)


def _with_contact_parts(actor: Actor, queryset: QuerySet[Contact]) -> QuerySet[Contact]:
    return queryset.select_related("customer").defer(*UNREAD)


def _contact_lines(contacts: Sequence[Contact], wanted: frozenset[str]) -> list[Line]:
    points = points_of("contact", contacts, wanted)
    reader = reader_of(wanted)
    add_tags("contact", contacts, wanted)
    makers = {name: make for name, make in CONTACT_CELLS.items() if name in wanted}
    page = pages("contacts:detail")
    return [
        Line(
            key=contact.pk,
            name=contact.name,
            href=f"{page}{contact.pk}",
            kind=display.shape(contact),
            summary=" · ".join(
                filter(None, [contact.position, contact.customer.name if contact.customer else ""])
            ),
            marks=display.marks(contact, wanted),
            is_muted=not contact.active,
            cells={
                name: make(contact, points.get(contact.pk, ()), reader)
                for name, make in makers.items()
            },
        )
        for contact in contacts
    ]


def _customer_of(contact: Contact, _points: Sequence[Shown], _reader: Reader) -> Cell:
    customer = contact.customer
    return Cell(customer.name, href=customer.get_absolute_url()) if customer else EMPTY


def _held(purpose: Purpose) -> CellMaker:
    icon = display.MARKS[purpose][1]

    def cell(contact: Contact, _points: Sequence[Shown], _reader: Reader) -> Cell:
        is_held = getattr(contact, purpose)
        return Cell(_("Yes"), icon=icon, is_badge=True, value=True) if is_held else EMPTY

    return cell


def _switch(*, is_on: bool) -> Cell:
    return Cell(_("Yes"), icon="check", value=True) if is_on else Cell(_("No"), value=False)


CONTACT_CELLS: Mapping[str, CellMaker] = {
    "customer": _customer_of,
    "position": lambda row, _points, _reader: Cell(row.position),
    "email": lambda _row, points, _reader: email_cell(points),
    "phone": lambda _row, points, reader: phone_cell(points, reader),
    "language": lambda row, _points, _reader: Cell(display.language_name(row.language)),
    **{purpose: _held(purpose) for purpose in PURPOSES},
    "receives_notifications": lambda row, _points, _reader: _switch(
        is_on=row.receives_notifications
    ),
    "portal_access": lambda row, _points, _reader: _switch(is_on=row.portal_access),
    **LAST_CELLS,
}


def _counted_contacts(count: int) -> str:
    return ngettext("%(count)s contact", "%(count)s contacts", count) % {"count": figure(count)}


CONTACTS = Table(
    name="contacts",
    title=gettext_lazy("Contacts"),
    columns=CONTACT_COLUMNS,
    queryset=_contacts,
    fetch=_with_contact_parts,
    filters=ContactFilters,
    search=lambda actor, text: Search(CONTACT, text, is_few=has_few(actor)),
    lines=_contact_lines,
    counted=_counted_contacts,
    properties=CONTACT_PROPERTIES,
    cell="contacts:cell",
    change="contacts.change",
    total=totals.contacts,
    live=live.contacts,
    is_long=totals.are_many,
    counts_later=True,
    extend=custom.extended(CONTACT),
)


def _lines_at_customer(contacts: Sequence[Contact], wanted: frozenset[str]) -> list[Line]:
    """The customer stands above them: a number to call takes the place of its name."""
    lines = _contact_lines(contacts, wanted | {"phone", "email"})
    reached = [line.cells["phone"].text or line.cells["email"].text for line in lines]
    return [
        line._replace(summary=" · ".join(filter(None, [contact.position, point])))
        for contact, line, point in zip(contacts, lines, reached, strict=True)
    ]


OF_CUSTOMER = "customer_contacts"
_SHOWN = {"name", "position", "email", "phone", "primary", "status"}
OF_CUSTOMER_COLUMNS = tuple(
    replace(column, is_shown=column.name in _SHOWN)
    for column in CONTACT_COLUMNS
    if column.name != "customer"
)


def contacts_of(customer: Customer) -> Table[Contact]:
    """Those of one customer, as its page shows them."""
    return replace(
        CONTACTS,
        name=OF_CUSTOMER,
        title=_("Contacts of %(name)s") % {"name": customer.name},
        columns=OF_CUSTOMER_COLUMNS,
        filters=OwnContactFilters,
        queryset=lambda actor: Contact.objects.visible_to(actor).filter(customer=customer),
        lines=_lines_at_customer,
        total=None,
        live=None,
        is_long=None,
        counts_later=False,
    )
