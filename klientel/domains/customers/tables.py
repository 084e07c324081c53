"""The lists of customers and of contacts: their columns and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import cache
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import countries, phones
from klientel.foundation.ui.lines import EMPTY, Cell, Line
from klientel.foundation.ui.listing import Column, Table, day_in, figure
from klientel.services.accounts.models import Company
from klientel.services.search.query import Search

from . import choices, display, queries
from .facts import CONTACT, CUSTOMER
from .filters import ContactFilters, CustomerFilters
from .models import Contact, Customer
from .queries import Shown


class Reader(NamedTuple):
    """What of the person who looks shows in every row: asked once, not fifty times."""

    home: str  # the country whose numbers are shown without their code
    zone: tzinfo
    language: str | None


Points = Mapping[int, Sequence[Shown]]
PHONES = (choices.PointKind.PHONE, choices.PointKind.MOBILE)

LAST_COLUMNS = (
    Column("added", gettext_lazy("Added"), order="created_at", css="from-xl", width="w-29"),
    Column(
        "changed",
        gettext_lazy("Last change"),
        order="updated_at",
        css="num from-md",
        width="w-32",
        is_shown=False,
    ),
    Column("status", gettext_lazy("Status"), css="from-md", width="w-24", is_shown=False),
)
CUSTOMER_COLUMNS = (
    Column("name", gettext_lazy("Name"), order="name_fold", is_locked=True),
    Column(
        "number",
        pgettext_lazy("customer", "Number"),
        order="number_sort",
        css="quiet cut from-md",
        width="w-20",
    ),
    Column("segment", gettext_lazy("Segment"), css="from-md", width="w-52"),
    Column("type", gettext_lazy("Type"), css="cut from-md", width="w-32", is_shown=False),
    Column("category", gettext_lazy("Category"), css="cut from-md", width="w-32", is_shown=False),
    Column(
        "subcategory",
        gettext_lazy("Sub-category"),
        css="cut from-md",
        width="w-32",
        is_shown=False,
    ),
    Column("vat_id", gettext_lazy("VAT ID"), css="cut from-md", width="w-36", is_shown=False),
    Column("contact", gettext_lazy("Primary contact"), css="cut from-lg", width="w-39"),
    Column("phone", gettext_lazy("Phone"), css="cut from-lg", width="w-36"),
    Column("email", gettext_lazy("E-mail"), css="cut from-md", width="w-52", is_shown=False),
    Column("city", gettext_lazy("City"), order="city_fold", css="cut from-md", width="w-29"),
    Column("country", gettext_lazy("Country"), css="cut from-md", width="w-29", is_shown=False),
    Column("manager", gettext_lazy("Account manager"), css="cut from-xl", width="w-29"),
    *LAST_COLUMNS,
)
CONTACT_COLUMNS = (
    Column("name", gettext_lazy("Name"), order="name_fold", is_locked=True),
    Column("customer", gettext_lazy("Customer"), css="cut from-md", width="w-48"),
    Column("position", gettext_lazy("Position"), css="cut from-lg", width="w-36"),
    Column("email", gettext_lazy("E-mail"), css="cut from-md", width="w-60"),
    Column("phone", gettext_lazy("Phone"), css="cut from-lg", width="w-36"),
    Column("language", gettext_lazy("Language"), css="cut from-xl", width="w-32", is_shown=False),
    Column("primary", gettext_lazy("Primary contact"), css="from-xl", width="w-34"),
    Column(
        "receives_notifications",
        gettext_lazy("Receives notifications"),
        css="from-md",
        width="w-52",
        is_shown=False,
    ),
    Column(
        "portal_access", gettext_lazy("Portal access"), css="from-md", width="w-32", is_shown=False
    ),
    *LAST_COLUMNS,
)


def _customers(actor: Actor) -> QuerySet[Customer]:
    return Customer.objects.visible_to(actor)


def _with_customer_parts(actor: Actor, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
    """With category, account manager and the one primary contact, in the same query."""
    main = Q(contacts__primary=True, contacts__deleted_at=None)
    return (
        queryset.only(*CUSTOMER_FIELDS)
        .annotate(main=FilteredRelation("contacts", condition=main))
        .annotate(
            main_title=F("main__title"),
            main_first=F("main__first_name"),
            main_last=F("main__last_name"),
            main_email=F("main__email"),
            category_name=F("category__name"),
            subcategory_name=F("subcategory__name"),
            manager_name=F("account_manager__name"),
        )
    )


CUSTOMER_FIELDS = (
    "name",
    "kind",
    "number",
    "segment",
    "type",
    "active",
    "city",
    "country",
    "vat_id",
    "created_at",
    "updated_at",
    "name_fold",
    "number_sort",
    "city_fold",
)


def _customer_lines(customers: Sequence[Customer], wanted: frozenset[str]) -> list[Line]:
    points = _points("customer", customers, wanted)
    reader = reader_of(wanted)
    segments = {value: str(label) for value, label in choices.Segment.choices}
    icons = {segment.value: icon for segment, icon in choices.SEGMENT_ICONS.items()}
    makers = {name: make for name, make in CUSTOMER_CELLS.items() if name in wanted}
    page = pages("customers:detail")
    return [
        Line(
            key=customer.pk,
            name=customer.name,
            href=f"{page}{customer.pk}",
            kind=display.shape(customer),
            summary=" · ".join(filter(None, [segments[customer.segment], customer.city])),
            icon=icons[customer.segment],
            is_muted=not customer.active,
            cells={
                name: make(customer, points.get(customer.pk, ()), reader)
                for name, make in makers.items()
            },
        )
        for customer in customers
    ]


def _segment(customer: Customer, _points: Sequence[Shown], reader: Reader) -> Cell:
    return segment_cell(customer.segment, reader.language)


@cache
def segment_cell(segment: str, _language: str | None) -> Cell:
    known = choices.Segment(segment)
    return Cell(str(known.label), icon=choices.SEGMENT_ICONS[known], is_badge=True)


def _main_contact(customer: Any) -> str:
    names = (customer.main_title, customer.main_first, customer.main_last)
    return " ".join(filter(None, names)) or customer.main_email or ""


CellMaker = Callable[[Any, Sequence[Shown], Reader], Cell]  # row, its points, who reads
LAST_CELLS: Mapping[str, CellMaker] = {
    "added": lambda row, _points, reader: _moment(row.created_at, reader),
    "changed": lambda row, _points, reader: _moment(row.updated_at, reader),
    "status": lambda row, _points, _reader: _status(is_active=row.active),
}
CUSTOMER_CELLS: Mapping[str, CellMaker] = {
    "number": lambda row, _points, _reader: Cell(row.number),
    "segment": _segment,
    "type": lambda row, _points, _reader: Cell(str(choices.CustomerType(row.type).label)),
    "category": lambda row, _points, _reader: Cell(row.category_name or ""),
    "subcategory": lambda row, _points, _reader: Cell(row.subcategory_name or ""),
    "vat_id": lambda row, _points, _reader: Cell(row.vat_id),
    "contact": lambda row, _points, _reader: Cell(_main_contact(row)),
    "phone": lambda _row, points, reader: _phone(points, reader),
    "email": lambda _row, points, _reader: _email(points),
    "city": lambda row, _points, _reader: Cell(row.city),
    "country": lambda row, _points, _reader: Cell(_country(row.country)),
    "manager": lambda row, _points, _reader: Cell(row.manager_name or ""),
    **LAST_CELLS,
}


def _contacts(actor: Actor) -> QuerySet[Contact]:
    return Contact.objects.visible_to(actor)


def _with_contact_parts(actor: Actor, queryset: QuerySet[Contact]) -> QuerySet[Contact]:
    return queryset.select_related("customer").defer("note", "customer__note")


def _contact_lines(contacts: Sequence[Contact], wanted: frozenset[str]) -> list[Line]:
    points = _points("contact", contacts, wanted)
    reader = reader_of(wanted)
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


def _primary(contact: Contact, _points: Sequence[Shown], _reader: Reader) -> Cell:
    return Cell(_("Yes"), icon="star", value=True) if contact.primary else EMPTY


def _switch(*, is_on: bool) -> Cell:
    return Cell(_("Yes"), icon="check", value=True) if is_on else Cell(_("No"), value=False)


CONTACT_CELLS: Mapping[str, CellMaker] = {
    "customer": _customer_of,
    "position": lambda row, _points, _reader: Cell(row.position),
    "email": lambda _row, points, _reader: _email(points),
    "phone": lambda _row, points, reader: _phone(points, reader),
    "language": lambda row, _points, _reader: Cell(display.language_name(row.language)),
    "primary": _primary,
    "receives_notifications": lambda row, _points, _reader: _switch(
        is_on=row.receives_notifications
    ),
    "portal_access": lambda row, _points, _reader: _switch(is_on=row.portal_access),
    **LAST_CELLS,
}


def pages(url_name: str) -> str:
    """What stands before the key in the addresses of records: resolved once, not fifty times."""
    return reverse(url_name, args=[0]).removesuffix("0")


def _points(
    owner: queries.Owner, rows: Sequence[Customer] | Sequence[Contact], wanted: frozenset[str]
) -> Points:
    if wanted.isdisjoint({"phone", "email"}):
        return {}
    return queries.shown_points(owner, [row.pk for row in rows])


def reader_of(wanted: frozenset[str]) -> Reader:
    home = Company.objects.current().country if "phone" in wanted else ""
    return Reader(home, timezone.get_current_timezone(), get_language())


def _phone(points: Sequence[Shown], reader: Reader) -> Cell:
    return Cell(phones.show(queries.preferred(points, *PHONES), reader.home))


def _email(points: Sequence[Shown]) -> Cell:
    return Cell(queries.preferred(points, choices.PointKind.EMAIL))


def _moment(moment: datetime, reader: Reader) -> Cell:
    return Cell(day_in(moment.astimezone(reader.zone).date(), reader.language), value=moment)


def _country(code: str) -> str:
    return countries.name(code, (get_language() or "de")[:2]) if code else ""


def _status(*, is_active: bool) -> Cell:
    if is_active:
        return Cell(_("Active"), icon="circle-check", value=True)
    return Cell(_("Inactive"), icon="circle-minus", value=False)


def _counted_customers(count: int) -> str:
    return ngettext("%(count)s customer", "%(count)s customers", count) % {"count": figure(count)}


def _counted_contacts(count: int) -> str:
    return ngettext("%(count)s contact", "%(count)s contacts", count) % {"count": figure(count)}


CUSTOMERS = Table(
    name="customers",
    title=gettext_lazy("Customers"),
    columns=CUSTOMER_COLUMNS,
    queryset=_customers,
    fetch=_with_customer_parts,
    filters=CustomerFilters,
    search=lambda text: Search(CUSTOMER, text),
    lines=_customer_lines,
    counted=_counted_customers,
)
CONTACTS = Table(
    name="contacts",
    title=gettext_lazy("Contacts"),
    columns=CONTACT_COLUMNS,
    queryset=_contacts,
    fetch=_with_contact_parts,
    filters=ContactFilters,
    search=lambda text: Search(CONTACT, text),
    lines=_contact_lines,
    counted=_counted_contacts,
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
        queryset=lambda actor: Contact.objects.visible_to(actor).filter(customer=customer),
        lines=_lines_at_customer,
    )
