"""Organisations with the people at each: a page of organisations, the first people of every one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.db.keyset import (
    BadCursor,
    Order,
    Page,
    capped_count,
    encode,
    page,
)
from klientel.foundation.ui.lines import EMPTY, Cell, Heading, Line
from klientel.foundation.ui.listing import Column, Listing, figure

from . import display, policy, queries, tables
from .facts import CUSTOMER
from .models import Contact, Customer
from .queries import Shown

ORGANISATIONS = 25  # of a page
FIRST = 10  # people of each that are shown at once
MORE = 50
BY_NAME = Order("name_fold")
NOBODY = 0  # stands for "no organisation" where the key of one is expected
COLUMNS = (
    Column("name", gettext_lazy("Name"), order="name_fold", is_locked=True),
    Column("position", gettext_lazy("Position"), css="cut from-lg", width="w-44"),
    Column("email", gettext_lazy("E-mail"), css="cut from-md", width="w-60"),
    Column("phone", gettext_lazy("Phone"), css="cut from-lg", width="w-44"),
    Column("language", gettext_lazy("Language"), css="cut from-xl", width="w-32"),
    Column("primary", display.LABELS["primary"], css="from-xl", width="w-36", is_shown=False),
    *tables.PURPOSE_COLUMNS,
)
CELLS = tuple(column.name for column in COLUMNS if not column.is_locked)


def _organisations(_actor: Actor, found: QuerySet[Customer]) -> QuerySet[Customer]:
    return found.only("name", "kind", "segment", "active", "name_fold")


TABLE = replace(
    tables.CUSTOMERS,
    name="organisations",
    title=pgettext_lazy("list", "Contacts by customer organisation"),
    columns=COLUMNS,
    fetch=_organisations,
    page_size=ORGANISATIONS,
    extend=tables.asked(CUSTOMER),
)


@dataclass
class Branch:
    """An organisation, or the place of those without one, and the first of its people."""

    key: int
    name: str
    people: Sequence[Contact]
    total: int
    href: str = ""
    kind: str = ""
    segment: Cell = EMPTY
    is_muted: bool = False
    lines: Sequence[Line] = ()

    @property
    def count(self) -> str:
        return figure(self.total)

    @property
    def next_cursor(self) -> str:
        """For the people after these."""
        return encode(BY_NAME, self.people[-1]) if 0 < len(self.people) < self.total else ""


@dataclass
class Tree(Listing[Customer]):
    """A list of customers whose rows are branches.

    Who searches finds organisations, and sees of each the people who fit; all of them where the
    organisation fits itself.
    """

    @cached_property
    def people(self) -> QuerySet[Contact]:
        return Contact.objects.visible_to(self.actor)

    @cached_property
    def fitting(self) -> QuerySet[Contact]:
        return tables.CONTACTS.search(self.actor, self.q).narrow(self.people)

    @cached_property
    def branches(self) -> list[Branch]:
        found = [*self._loners(), *self._organisations()]
        lines = lines_of([p for branch in found for p in branch.people], self.others)
        for branch in found:
            branch.lines = [lines[contact.pk] for contact in branch.people]
        return found

    def _organisations(self) -> list[Branch]:
        keys = [customer.pk for customer in self.page.items]
        hits = _counts(self.fitting, keys) if self.q else {}
        some, whole = [k for k in keys if k in hits], [k for k in keys if k not in hits]
        counts = {**_counts(self.people, whole), **hits}
        first = {**_first(self.fitting, some), **_first(self.people, whole)}
        return [
            _branch(customer, first.get(customer.pk, []), counts.get(customer.pk, 0))
            for customer in self.page.items
        ]

    def _loners(self) -> Iterator[Branch]:
        """Those of no organisation, before the first one; filters are about organisations."""
        if self.params.get("cursor") or self.filters.given or self.conditions.where:
            return
        found = self.fitting.filter(customer=None)
        count = capped_count(found)
        if count or (not self.q and policy.may_belong_to_nobody(self.actor)):
            first = page(found, BY_NAME, size=FIRST)
            yield Branch(NOBODY, _("No organisation"), first.items, count)

    def more(self, key: int, cursor: str) -> Page[Contact]:
        """People of one branch after those shown."""
        found = self.fitting.filter(customer=key or None)
        if key and self.q and not found.exists():
            found = self.people.filter(customer=key)
        try:
            return page(found, BY_NAME, size=MORE, cursor=cursor)
        except BadCursor:
            return page(found, BY_NAME, size=MORE)

    @cached_property
    def others(self) -> list[Heading]:
        """The columns after the name."""
        return [heading for heading in self.shown if not heading.locked]

    @property
    def has_people(self) -> bool:
        return any(branch.people for branch in self.branches)

    @property
    def is_empty(self) -> bool:
        """No organisation and nobody without one."""
        return super().is_empty and not self.has_people

    @property
    def counted(self) -> str:
        """Organisations; the people are counted branch by branch."""
        if self.count is None:
            return ""
        text = ngettext("%(count)s organisation", "%(count)s organisations", self.count)
        return text % {"count": figure(self.count, self._cap)}


def lines_of(contacts: Sequence[Contact], columns: Sequence[Heading]) -> dict[int, Line]:
    points = queries.shown_points("contact", [contact.pk for contact in contacts])
    reader = tables.reader_of(frozenset(CELLS))
    address = tables.pages("contacts:detail")
    return {
        contact.pk: _line(
            contact,
            points.get(contact.pk, ()),
            reader,
            address=address,
            columns=[heading.name for heading in columns],
        )
        for contact in contacts
    }


def _line(
    contact: Contact,
    points: Sequence[Shown],
    reader: tables.Reader,
    *,
    address: str,
    columns: Sequence[str],
) -> Line:
    makers = tables.CONTACT_CELLS
    cells = {name: makers[name](contact, points, reader) for name in CELLS}
    reached = cells["phone"].text or cells["email"].text
    return Line(
        key=contact.pk,
        name=contact.name,
        href=f"{address}{contact.pk}",
        kind=display.shape(contact),
        summary=" · ".join(filter(None, [contact.position, reached])),
        marks=display.marks(contact, columns),
        is_muted=not contact.active,
        cells=cells,
    )


def _counts(people: QuerySet[Contact], customers: Sequence[int]) -> dict[int, int]:
    if not customers:
        return {}
    found = people.filter(customer__in=customers).order_by()
    counted = found.values("customer").annotate(count=Count("pk"))
    return dict(counted.values_list("customer", "count"))


def _first(people: QuerySet[Contact], customers: Sequence[int]) -> dict[int, list[Contact]]:
    if not customers:
        return {}
    place = Window(
        RowNumber(), partition_by=F("customer"), order_by=[F("name_fold").asc(), F("pk").asc()]
    )
    found = people.filter(customer__in=customers).annotate(place=place).filter(place__lte=FIRST)
    by_customer: dict[int, list[Contact]] = defaultdict(list)
    for contact in found.order_by("customer", "name_fold", "pk").defer("note"):
        by_customer[contact.customer_id or NOBODY].append(contact)
    return by_customer


def _branch(customer: Customer, people: Sequence[Contact], total: int) -> Branch:
    return Branch(
        key=customer.pk,
        name=customer.name,
        people=people,
        total=total,
        href=customer.get_absolute_url(),
        kind=display.shape(customer),
        segment=tables.segment_cell(customer.segment, get_language()),
        is_muted=not customer.active,
    )
