"""The lists of the bin: what lies there, what comes back with it, who put it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from klientel.domains.customers import binned, display
from klientel.domains.customers.binned import Binned, Kind
from klientel.domains.customers.filters import ANY
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import Actor
from klientel.foundation.db.keyset import Way, capped_count
from klientel.foundation.ui.filtering import DayField, Filters, within_days
from klientel.foundation.ui.lines import EMPTY, Cell, Line
from klientel.foundation.ui.listing import Column, Table, figure
from klientel.services.accounts.models import User
from klientel.services.files.models import StoredFile
from klientel.services.journal.models import Batch

from .cells import moment_cell, reader_of

M = TypeVar("M", Customer, Contact, Note, StoredFile)
TITLES: Mapping[Kind, Any] = {
    "customers": gettext_lazy("Customers"),
    "contacts": gettext_lazy("Contacts"),
    "notes": pgettext_lazy("several", "Notes"),
    "files": gettext_lazy("Files"),
}
OWNERS: Mapping[Kind, Any] = {
    "contacts": gettext_lazy("Customer"),
    "notes": gettext_lazy("Belongs to"),
    "files": gettext_lazy("Belongs to"),
}
COUNTED: Mapping[Kind, Callable[[int], str]] = {
    "customers": lambda n: ngettext("%(count)s customer", "%(count)s customers", n),
    "contacts": lambda n: ngettext("%(count)s contact", "%(count)s contacts", n),
    "notes": lambda n: ngettext("%(count)s note", "%(count)s notes", n),
    "files": lambda n: ngettext("%(count)s file", "%(count)s files", n),
}


class BinFilters(Filters):
    by = forms.ChoiceField(label=gettext_lazy("Deleted by"), required=False)
    deleted_from = DayField(label=gettext_lazy("Deleted from"))
    deleted_to = DayField(label=gettext_lazy("Deleted until"))

    def prepare(self) -> None:
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)
        people = User.objects.get_queryset().order_by("name", "pk").values_list("pk", "name")
        field.choices = [ANY, *((str(key), name) for key, name in people)]

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        given = self.given
        if given.get("by"):
            acts = Batch.objects.filter(actor_id=int(given["by"])).values("key")
            queryset = queryset.filter(deleted_batch__in=acts)
        first, last = given.get("deleted_from"), given.get("deleted_to")
        return within_days(queryset, "deleted_at", first=first, last=last)


@dataclass(frozen=True)
class InName:
    """A search without an index: what is deleted is in none."""

    kind: Kind
    typed: str

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.typed.strip():
            return queryset
        return binned.containing(queryset, self.kind, self.typed)

    @property
    def is_wide(self) -> bool:
        return False

    @property
    def near_rows(self) -> int:
        return 0

    def near(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrow(queryset)

    def first(self, _queryset: QuerySet[Any], _way: Way) -> Iterator[QuerySet[Any]]:
        return iter(())

    def count(self, queryset: QuerySet[Any], cap: int) -> int:
        return capped_count(self.narrow(queryset), cap)


def _columns(kind: Kind) -> list[Column]:
    place = {
        "customers": Column("number", gettext_lazy("Number"), css="cut from-lg", width="w-32"),
    }.get(kind) or Column("owner", OWNERS.get(kind, ""), css="cut from-lg", width="w-60")
    along = Column("along", gettext_lazy("Went with it"), css="cut from-md", width="w-60")
    return [
        Column("name", _title_of_name(kind), is_locked=True),
        place,
        *([along] if kind in {"customers", "contacts"} else []),
        Column("by", gettext_lazy("Deleted by"), css="cut from-md", width="w-44"),
        Column("deleted", gettext_lazy("Deleted on"), order="deleted_at", width="w-32"),
    ]


def _title_of_name(kind: Kind) -> Any:
    return pgettext_lazy("text", "Note") if kind == "notes" else gettext_lazy("Name")


def _fetch(_actor: Actor, queryset: QuerySet[Any]) -> QuerySet[Any]:
    model = queryset.model
    if model is Note:
        return queryset.select_related("customer", "contact")
    return queryset.select_related("customer") if model is Contact else queryset


def _lines(rows: Sequence[Any], _wanted: frozenset[str]) -> list[Line]:
    acts, along = binned.acts(rows), binned.went_along(rows)
    owners = binned.owners(rows)
    reader = reader_of(frozenset())
    found = []
    for row in rows:
        owner = owners.get(row.pk)
        act = acts.get(row.deleted_batch)
        cells = {
            "number": Cell(getattr(row, "number", "")),
            "owner": Cell(owner.name, href=owner.get_absolute_url()) if owner else EMPTY,
            "along": Cell(along.get(row.pk, "")),
            "by": Cell(act.who if act else ""),
            "deleted": moment_cell(row.deleted_at, reader),
        }
        summary = " · ".join(filter(None, [cells["along"].text, cells["by"].text]))
        shape = display.shape(row) if isinstance(row, Customer | Contact) else "organisation"
        line = Line(row.pk, str(row), _address(row, owner), shape, cells, summary)
        found.append(line)
    return found


def _address(row: Binned, owner: Customer | Contact | None) -> str:
    if isinstance(row, Customer | Contact):
        return row.get_absolute_url()
    return owner.get_absolute_url() if owner else reverse("bin:index")


def _table(kind: Kind) -> Table[Any]:
    return Table(
        name=f"bin_{kind}",
        title=TITLES[kind],
        columns=_columns(kind),
        queryset=binned.READERS[kind],
        fetch=_fetch,
        filters=BinFilters,
        search=lambda _actor, typed: InName(kind, typed),
        lines=_lines,
        counted=lambda n: COUNTED[kind](n) % {"count": figure(n)},
        default="-deleted",
    )


TABLES: Mapping[Kind, Table[Any]] = {kind: _table(kind) for kind in binned.KINDS}
