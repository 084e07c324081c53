"""Records side by side, as the page shows them before they are merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.services.accounts.models import Company

from . import queries
from .actions.uniting import choosing, plans
from .actions.uniting.choosing import BOTH, Chosen, CustomField, Field
from .actions.uniting.plans import Plan
from .custom import flat
from .display import Words, label, shape
from .models import Contact, Customer

R = TypeVar("R", Customer, Contact)


@dataclass(frozen=True)
class Head:
    """A record above its column."""

    key: int
    name: str
    place: str  # number and city of a customer, the customer of a contact
    url: str
    shape: str
    added: datetime
    version: int
    is_winner: bool


@dataclass(frozen=True)
class Cell:
    """One value that can be chosen; `key` says whose it is."""

    key: int
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    cells: Sequence[Cell]
    both: Cell | None = None


@dataclass
class Comparison(Generic[R]):
    heads: Sequence[Head]
    rows: Sequence[Row]  # where they differ
    plan: Plan[R]

    @property
    def winner(self) -> R:
        return self.plan.winner

    @property
    def is_wide(self) -> bool:
        """More than fit beside each other stand below each other."""
        return len(self.heads) > 4


def customers(actor: Actor, records: Sequence[Customer], chosen: Chosen) -> Comparison[Customer]:
    """The first record is the winner."""
    fields = queries.customer_fields(records, actor)
    values: dict[int, Mapping[str, Any]] = {key: flat(each) for key, each in fields.items()}
    for row in records:
        if choosing.belongs_within(row, values):
            values[row.pk] = {**values[row.pk], "parent": "", "parent_relation": ""}
    words = Words(Company.objects.current().country, actor)
    heads = [
        _head(row, " · ".join(filter(None, [row.number, row.city])), records[0]) for row in records
    ]
    rows = _rows(records, chosen, words=words, values=values)
    return Comparison(heads, rows, plans.of_customers(records, chosen))


def contacts(actor: Actor, records: Sequence[Contact], chosen: Chosen) -> Comparison[Contact]:
    fields = queries.contact_fields(records)
    keys = {row.customer_id for row in records if row.customer_id}
    owners = Customer.objects.visible_to(actor).in_bulk(sorted(keys))
    places = {
        row.pk: owners[row.customer_id].name if row.customer_id in owners else "" for row in records
    }
    values: dict[int, Mapping[str, Any]] = {
        row.pk: flat({**fields[row.pk], "customer": places[row.pk]}) for row in records
    }
    words = Words(Company.objects.current().country, actor)
    heads = [_head(row, places[row.pk] or row.email, records[0]) for row in records]
    rows = _rows(records, chosen, words=words, values=values)
    return Comparison(heads, rows, plans.of_contacts(records, chosen))


def _head(row: Customer | Contact, place: str, winner: Customer | Contact) -> Head:
    return Head(
        row.pk,
        row.name,
        place,
        row.get_absolute_url(),
        shape(row),
        row.created_at,
        row.version,
        row.pk == winner.pk,
    )


def _rows(
    records: Sequence[R],
    chosen: Chosen,
    *,
    words: Words,
    values: Mapping[int, Mapping[str, Any]],
) -> list[Row]:
    found: list[Row] = []
    for field in choosing.fields_of(records):
        if isinstance(field, CustomField) and not field.is_shown:
            continue
        if len({repr(field.values(record)) for record in records}) == 1:
            continue
        mine = choosing.choose(field, records, chosen)
        cells = [
            Cell(record.pk, _say(field, words, values[record.pk]), record.pk == mine)
            for record in records
        ]
        if len({cell.text for cell in cells}) == 1:  # such as companies one does not see
            continue
        both = None
        if choosing.can_join(field, records):
            both = Cell(BOTH, _("All of them, one below the other"), mine == BOTH)
        found.append(Row(field.name, title(field.name), cells, both))
    return found


def title(name: str) -> str:
    return str(_("Company name")) if name == "customer" else label(name)


def _say(field: Field, words: Words, values: Mapping[str, Any]) -> str:
    names = (
        (*reversed(field.more), field.name)
        if field.name == "external_id"
        else (
            field.name,
            *field.more,
        )
    )
    said = [words.say(name, values[name]) for name in names if values[name] not in ("", None)]
    return " · ".join(filter(None, said))
