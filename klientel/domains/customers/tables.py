"""The lists of customers and of contacts: their columns and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import countries, phones
from klientel.foundation.ui.lines import EMPTY, Cell, Line
from klientel.foundation.ui.listing import Column, Table, day, figure
from klientel.services.accounts.models import Company
from klientel.services.search.query import Search

from . import choices, queries
from .filters import ContactFilters, CustomerFilters
from .models import Contact, ContactPoint, Customer

Points = Mapping[int, Sequence[ContactPoint]]
PHONES = (choices.PointKind.PHONE, choices.PointKind.MOBILE)

CUSTOMER_COLUMNS = (
    Column("name", gettext_lazy("Name"), order="name_fold", is_locked=True),
    Column(
        "number",
        pgettext_lazy("customer", "Number"),
        order="number_sort",
        css="quiet cut from-md",
        width="w-20",
    ),
    Column("segment", gettext_lazy("Segment"), css="from-md", width="w-44"),
    Column("type", gettext_lazy("Type"), css="cut from-md", width="w-32", is_shown=False),
    Column("category", gettext_lazy("Category"), css="cut from-md", width="w-32", is_shown=False),
    Column("contact", gettext_lazy("Primary contact"), css="cut from-lg", width="w-39"),
    Column("phone", gettext_lazy("Phone"), css="cut from-lg", width="w-36"),
    Column("email", gettext_lazy("E-mail"), css="cut from-md", width="w-52", is_shown=False),
    Column("city", gettext_lazy("City"), order="city_fold", css="cut from-md", width="w-29"),
    Column("country", gettext_lazy("Country"), css="cut from-md", width="w-29", is_shown=False),
    Column("manager", gettext_lazy("Account manager"), css="cut from-xl", width="w-29"),
    Column("added", gettext_lazy("Added"), order="created_at", css="num from-xl", width="w-29"),
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
CONTACT_COLUMNS = (
    Column("name", gettext_lazy("Name"), order="name_fold", is_locked=True),
    Column("customer", gettext_lazy("Customer"), css="cut from-md", width="w-52"),
    Column("position", gettext_lazy("Position"), css="cut from-lg", width="w-39"),
    Column("email", gettext_lazy("E-mail"), css="cut from-md", width="w-60"),
    Column("phone", gettext_lazy("Phone"), css="cut from-lg", width="w-36"),
    Column("primary", gettext_lazy("Primary"), css="from-xl", width="w-24"),
    Column("added", gettext_lazy("Added"), order="created_at", css="num from-xl", width="w-29"),
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


def _customers(actor: Actor) -> QuerySet[Customer]:
    return Customer.objects.visible_to(actor)


def _with_customer_parts(actor: Actor, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
    """With category, account manager and the one primary contact, in the same query."""
    main = Q(contacts__primary=True, contacts__deleted_at=None)
    return (
        queryset.select_related("category", "account_manager")
        .defer("note", "website", "external_source", "external_id")
        .annotate(main=FilteredRelation("contacts", condition=main))
        .annotate(
            main_title=F("main__title"),
            main_first=F("main__first_name"),
            main_last=F("main__last_name"),
            main_email=F("main__email"),
        )
    )


def _customer_lines(customers: Sequence[Customer], wanted: frozenset[str]) -> list[Line]:
    points = _points("customer", customers, wanted)
    home = _home(wanted)
    return [
        Line(
            key=customer.pk,
            name=customer.name,
            href=customer.get_absolute_url(),
            kind="organisation" if customer.kind == choices.Kind.COMPANY else "person",
            summary=" · ".join(
                filter(None, [str(choices.Segment(customer.segment).label), customer.city])
            ),
            icon=choices.SEGMENT_ICONS[choices.Segment(customer.segment)],
            is_muted=not customer.active,
            cells=_customer_cells(customer, points.get(customer.pk, ()), home),
        )
        for customer in customers
    ]


def _customer_cells(
    customer: Customer, points: Sequence[ContactPoint], home: str
) -> dict[str, Cell]:
    segment = choices.Segment(customer.segment)
    manager, category = customer.account_manager, customer.category
    return {
        "number": Cell(customer.number),
        "segment": Cell(str(segment.label), icon=choices.SEGMENT_ICONS[segment], is_badge=True),
        "type": Cell(str(choices.CustomerType(customer.type).label)),
        "category": Cell(category.name if category else ""),
        "contact": Cell(_main_contact(customer)),
        "phone": _phone(points, home),
        "email": Cell(queries.preferred(points, choices.PointKind.EMAIL)),
        "city": Cell(customer.city),
        "country": Cell(_country(customer.country)),
        "manager": Cell(manager.name if manager else ""),
        "added": Cell(day(customer.created_at), value=customer.created_at),
        "changed": Cell(day(customer.updated_at), value=customer.updated_at),
        "status": _status(is_active=customer.active),
    }


def _main_contact(customer: Customer) -> str:
    names = [getattr(customer, f"main_{part}") for part in ("title", "first", "last")]
    return " ".join(filter(None, names)) or customer.main_email or ""  # type: ignore[attr-defined]  # annotated above


def _contacts(actor: Actor) -> QuerySet[Contact]:
    return Contact.objects.visible_to(actor)


def _with_contact_parts(actor: Actor, queryset: QuerySet[Contact]) -> QuerySet[Contact]:
    return queryset.select_related("customer").defer("note", "customer__note")


def _contact_lines(contacts: Sequence[Contact], wanted: frozenset[str]) -> list[Line]:
    points = _points("contact", contacts, wanted)
    home = _home(wanted)
    return [
        Line(
            key=contact.pk,
            name=contact.name,
            href=contact.get_absolute_url(),
            kind="person" if contact.kind == choices.ContactKind.PERSON else "organisation",
            summary=" · ".join(
                filter(None, [contact.position, contact.customer.name if contact.customer else ""])
            ),
            is_muted=not contact.active,
            cells=_contact_cells(contact, points.get(contact.pk, ()), home),
        )
        for contact in contacts
    ]


def _contact_cells(contact: Contact, points: Sequence[ContactPoint], home: str) -> dict[str, Cell]:
    customer = contact.customer
    return {
        "customer": Cell(customer.name, href=customer.get_absolute_url()) if customer else EMPTY,
        "position": Cell(contact.position),
        "email": Cell(queries.preferred(points, choices.PointKind.EMAIL)),
        "phone": _phone(points, home),
        "primary": Cell(_("Yes"), icon="star", value=True) if contact.primary else EMPTY,
        "added": Cell(day(contact.created_at), value=contact.created_at),
        "changed": Cell(day(contact.updated_at), value=contact.updated_at),
        "status": _status(is_active=contact.active),
    }


def _points(
    owner: queries.Owner, rows: Sequence[Customer] | Sequence[Contact], wanted: frozenset[str]
) -> Points:
    if wanted.isdisjoint({"phone", "email"}):
        return {}
    return queries.points_of(owner, [row.pk for row in rows])


def _home(wanted: frozenset[str]) -> str:
    """The country whose numbers are shown without their code."""
    return Company.objects.current().country if "phone" in wanted else ""


def _phone(points: Sequence[ContactPoint], home: str) -> Cell:
    return Cell(phones.show(queries.preferred(points, *PHONES), home))


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
    search=lambda text: Search("customers.customer", text),
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
    search=lambda text: Search("customers.contact", text),
    lines=_contact_lines,
    counted=_counted_contacts,
)
