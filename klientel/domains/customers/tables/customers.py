"""The list of customers: its columns and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from klientel.domains.customers import choices, display, live, totals
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.filters import CustomerFilters
from klientel.domains.customers.models import Customer, has_few
from klientel.domains.customers.properties import CUSTOMER_PROPERTIES
from klientel.domains.customers.queries import Shown, in_order, team_of
from klientel.foundation.access import Actor
from klientel.foundation.lib import countries
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

CUSTOMER_COLUMNS = (
    Column("name", gettext_lazy("Name"), order="name_fold", is_locked=True, edits="name"),
    Column(
        "number",
        pgettext_lazy("customer", "Number"),
        order="number_sort",
        css="quiet cut from-md",
        width="w-20",
        edits="number",
    ),
    Column("segment", gettext_lazy("Segment"), css="from-md", width="w-52", edits="segment"),
    Column(
        "type",
        gettext_lazy("Type"),
        css="cut from-md",
        width="w-32",
        is_shown=False,
        edits="type",
    ),
    Column(
        "category",
        gettext_lazy("Category"),
        css="cut from-md",
        width="w-32",
        is_shown=False,
        edits="category",
    ),
    Column(
        "subcategory",
        gettext_lazy("Sub-category"),
        css="cut from-md",
        width="w-32",
        is_shown=False,
        edits="subcategory",
    ),
    Column(
        "vat_id",
        gettext_lazy("VAT ID"),
        css="cut from-md",
        width="w-36",
        is_shown=False,
        edits="vat_id",
    ),
    Column("contact", gettext_lazy("Primary contact"), css="cut from-lg", width="w-39"),
    Column("phone", gettext_lazy("Phone"), css="cut from-lg", width="w-36"),
    Column("email", gettext_lazy("E-mail"), css="cut from-md", width="w-52", is_shown=False),
    Column("city", gettext_lazy("City"), order="city_fold", css="cut from-md", width="w-29"),
    Column("country", gettext_lazy("Country"), css="cut from-md", width="w-29", is_shown=False),
    Column(
        "manager",
        gettext_lazy("Account manager"),
        css="cut from-xl",
        width="w-29",
        edits="account_manager",
    ),
    Column(
        "parent", gettext_lazy("Parent company"), css="cut from-md", width="w-48", is_shown=False
    ),
    Column(
        "relation",
        pgettext_lazy("parent company", "Relation"),
        css="cut from-md",
        width="w-36",
        is_shown=False,
    ),
    Column("team", gettext_lazy("Account team"), css="cut from-xl", width="w-44", is_shown=False),
    TAGS_COLUMN,
    *LAST_COLUMNS,
)


def _customers(actor: Actor) -> QuerySet[Customer]:
    return Customer.objects.visible_to(actor)


def _with_customer_parts(actor: Actor, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
    """With category, account manager and the one primary contact, in the same query."""
    main = Q(contacts__primary=True, contacts__deleted_at=None)
    visible = Customer.objects.visible_to(actor)
    sees_all = actor.scope == "all"
    seen = Value(value=True) if sees_all else Exists(visible.filter(pk=OuterRef("parent")))
    return (
        queryset.only(*CUSTOMER_FIELDS)
        .annotate(
            main=FilteredRelation("contacts", condition=main),
            above=FilteredRelation("parent", condition=Q(parent__deleted_at=None)),
        )
        .annotate(
            main_title=F("main__title"),
            main_first=F("main__first_name"),
            main_last=F("main__last_name"),
            main_email=F("main__email"),
            category_name=F("category__name"),
            subcategory_name=F("subcategory__name"),
            manager_name=F("account_manager__name"),
            parent_name=F("above__name"),
            parent_is_seen=seen,
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
    "parent",
    "parent_relation",
    "created_at",
    "updated_at",
    "name_fold",
    "number_sort",
    "city_fold",
)


def _customer_lines(customers: Sequence[Customer], wanted: frozenset[str]) -> list[Line]:
    points = points_of("customer", customers, wanted)
    reader = reader_of(wanted)
    segments = {value: str(label) for value, label in choices.Segment.choices}
    icons = {segment.value: icon for segment, icon in choices.SEGMENT_ICONS.items()}
    if "team" in wanted:
        _add_teams(customers)
    add_tags("customer", customers, wanted)
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


def _add_teams(customers: Sequence[Customer]) -> None:
    found = team_of(customer.pk for customer in customers)
    for row in customers:
        members = [str(member) for member in found.get(row.pk, ())]
        row.__dict__["team_names"] = ", ".join(in_order(members))


def _segment(customer: Customer, _points: Sequence[Shown], reader: Reader) -> Cell:
    return segment_cell(customer.segment, reader.language)


@cache
def segment_cell(segment: str, _language: str | None) -> Cell:
    known = choices.Segment(segment)
    return Cell(str(known.label), icon=choices.SEGMENT_ICONS[known], is_badge=True)


def _parent(customer: Any) -> Cell:
    if not customer.parent_name:
        return EMPTY
    if not customer.parent_is_seen:
        return Cell(display.unseen())
    return Cell(customer.parent_name, href=reverse("customers:detail", args=[customer.parent_id]))


def _main_contact(customer: Any) -> str:
    names = (customer.main_title, customer.main_first, customer.main_last)
    return " ".join(filter(None, names)) or customer.main_email or ""


CUSTOMER_CELLS: Mapping[str, CellMaker] = {
    "number": lambda row, _points, _reader: Cell(row.number),
    "segment": _segment,
    "type": lambda row, _points, _reader: Cell(str(choices.CustomerType(row.type).label)),
    "category": lambda row, _points, _reader: Cell(row.category_name or ""),
    "subcategory": lambda row, _points, _reader: Cell(row.subcategory_name or ""),
    "vat_id": lambda row, _points, _reader: Cell(row.vat_id),
    "contact": lambda row, _points, _reader: Cell(_main_contact(row)),
    "phone": lambda _row, points, reader: phone_cell(points, reader),
    "email": lambda _row, points, _reader: email_cell(points),
    "city": lambda row, _points, _reader: Cell(row.city),
    "country": lambda row, _points, _reader: Cell(_country(row.country)),
    "manager": lambda row, _points, _reader: Cell(row.manager_name or ""),
    "parent": lambda row, _points, _reader: _parent(row),
    "relation": lambda row, _points, _reader: Cell(
        str(choices.ParentRelation(row.parent_relation).label) if row.parent_name else ""
    ),
    "team": lambda row, _points, _reader: Cell(row.team_names),
    **LAST_CELLS,
}


def _country(code: str) -> str:
    return countries.name(code, (get_language() or "de")[:2]) if code else ""


def _counted_customers(count: int) -> str:
    return ngettext("%(count)s customer", "%(count)s customers", count) % {"count": figure(count)}


CUSTOMERS = Table(
    name="customers",
    title=gettext_lazy("Customers"),
    columns=CUSTOMER_COLUMNS,
    queryset=_customers,
    fetch=_with_customer_parts,
    filters=CustomerFilters,
    search=lambda actor, text: Search(CUSTOMER, text, is_few=has_few(actor)),
    lines=_customer_lines,
    counted=_counted_customers,
    properties=CUSTOMER_PROPERTIES,
    cell="customers:cell",
    change="customers.change",
    total=totals.customers,
    live=live.customers,
    counts_later=True,
    extend=custom.extended(CUSTOMER),
)


OF_PARENT = "subsidiaries"
_SHOWN = {"name", "number", "relation", "city", "manager"}
OF_PARENT_COLUMNS = tuple(
    replace(column, is_shown=column.name in _SHOWN)
    for column in CUSTOMER_COLUMNS
    if column.name != "parent"
)


def _lines_of_parent(customers: Sequence[Customer], wanted: frozenset[str]) -> list[Line]:
    """On a phone, what it is to the parent takes the place of its segment."""
    lines = _customer_lines(customers, wanted | {"relation"})
    return [
        line._replace(
            summary=" · ".join(filter(None, [line.cells["relation"].text, customer.city])), icon=""
        )
        for customer, line in zip(customers, lines, strict=True)
    ]


def subsidiaries_of(parent: Customer) -> Table[Customer]:
    """Those that belong to one customer, as its page shows them."""
    return replace(
        CUSTOMERS,
        name=OF_PARENT,
        title=_("Subsidiaries of %(name)s") % {"name": parent.name},
        columns=OF_PARENT_COLUMNS,
        queryset=lambda actor: Customer.objects.visible_to(actor).filter(parent=parent),
        lines=_lines_of_parent,
        total=None,
        live=None,
        counts_later=False,
    )
