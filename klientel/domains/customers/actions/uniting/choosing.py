"""Whose value of each field stays: as somebody chose, else the winner's, else the only one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from klientel.domains.customers import custom
from klientel.domains.customers.choices import Segment
from klientel.domains.customers.custom import PREFIX
from klientel.domains.customers.models import Contact, Customer
from klientel.services.customfields import reading
from klientel.services.customfields.kinds import VALUES

R = TypeVar("R", Customer, Contact)
BOTH: Final = 0  # instead of a record: the texts of all, one below the other
Chosen = Mapping[str, int]  # whose value, by field


@dataclass(frozen=True)
class Field:
    """One choice; what goes together is chosen together. The first column says if it is set."""

    name: str  # as `fields.py` has it
    columns: tuple[str, ...]
    more: tuple[str, ...] = ()  # fields that go with it
    unset: tuple[object, ...] = ("", None)
    is_identity: bool = False  # what the others had before still leads to the winner
    is_text: bool = False  # may be put together

    def is_set(self, record: Customer | Contact) -> bool:
        return getattr(record, self.columns[0]) not in self.unset

    def values(self, record: Customer | Contact) -> dict[str, Any]:
        return {column: getattr(record, column) for column in self.columns}


class CustomField(Field):
    """The value of one custom field, under the name that histories call it by."""

    @property
    def key(self) -> str:
        return self.name.removeprefix(PREFIX)

    @property
    def is_shown(self) -> bool:
        definition = reading.find(self.key)
        return definition is not None and definition.deleted_at is None

    def is_set(self, record: Customer | Contact) -> bool:
        return self.key in record.custom

    def values(self, record: Customer | Contact) -> dict[str, Any]:
        return {self.name: record.custom.get(self.key)}


EXTERNAL: Final = Field(
    "external_id", ("external_id", "external_source"), ("external_source",), is_identity=True
)
NOTE: Final = Field("note", ("note",), is_text=True)
PARENT: Final = Field("parent", ("parent_id", "parent_relation"), ("parent_relation",))
CUSTOMER_FIELDS: Final = (
    Field("name", ("name",)),
    Field("number", ("number",), is_identity=True),
    Field("kind", ("kind",)),
    Field("type", ("type",)),
    Field("segment", ("segment",), unset=(Segment.OTHER.value,)),
    Field("category", ("category_id", "subcategory_id"), ("subcategory",)),
    Field("language", ("language",)),
    Field("website", ("website",)),
    Field("vat_id", ("vat_id",)),
    Field("active", ("active",)),
    Field("account_manager", ("account_manager_id",)),
    PARENT,
    EXTERNAL,
    NOTE,
)
CONTACT_FIELDS: Final = (
    Field("kind", ("kind",)),
    Field("salutation", ("salutation",)),
    Field("title", ("title",)),
    Field("first_name", ("first_name",)),
    Field("last_name", ("last_name",)),
    Field("customer", ("customer_id",)),
    Field("position", ("position",)),
    Field("language", ("language",)),
    Field("active", ("active",)),
    Field("receives_notifications", ("receives_notifications",)),
    Field("portal_access", ("portal_access",)),
    EXTERNAL,
    NOTE,
)
NOTE_MAX: Final = 20_000


def fields_of(records: Sequence[R]) -> list[Field]:
    """With every custom field one of them has, also one that is not shown: nothing is lost."""
    is_customer = isinstance(records[0], Customer)
    fixed: tuple[Field, ...] = CUSTOMER_FIELDS if is_customer else CONTACT_FIELDS
    keys: dict[str, None] = dict.fromkeys(key for record in records for key in record.custom)
    return [*fixed, *(CustomField(f"{PREFIX}{key}", (VALUES,)) for key in keys)]


def names_of(records: Sequence[R]) -> list[str]:
    """Of all that can be chosen between."""
    return [field.name for field in fields_of(records)] if records else []


def choose(field: Field, records: Sequence[R], chosen: Chosen) -> int:
    """The key of the record whose value it is, or BOTH. The first of the records is the winner."""
    keys = {record.pk for record in records}
    if field.name in chosen and (chosen[field.name] in keys or can_join(field, records)):
        return chosen[field.name] if chosen[field.name] in keys else BOTH
    if can_join(field, records):
        return BOTH
    given = (
        record.pk
        for record in records
        if field.is_set(record) and not (field is PARENT and belongs_within(record, keys))
    )
    return next(given, records[0].pk)


def belongs_within(record: Customer | Contact, keys: Collection[int]) -> bool:
    """To a company among those it is merged with: that relation ends in any case."""
    return isinstance(record, Customer) and record.parent_id in keys


def can_join(field: Field, records: Sequence[R]) -> bool:
    return (
        field.is_text and len(texts(field, records)) > 1 and len(joined(field, records)) <= NOTE_MAX
    )


def texts(field: Field, records: Iterable[R]) -> list[str]:
    """Each once, the winner's first."""
    found = (str(getattr(record, field.columns[0])) for record in records)
    return list(dict.fromkeys(filter(None, found)))


def joined(field: Field, records: Iterable[R]) -> str:
    return "\n\n".join(texts(field, records))


def columns(
    records: Sequence[R], chosen: Chosen
) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """New values of the winner's columns, and by loser what it keeps in exchange.

    Numbers and references that were in use stay known: the tombstone takes over what the winner
    gives up.
    """
    winner = records[0]
    by_key = {record.pk: record for record in records}
    new: dict[str, Any] = {}
    exchanged: dict[int, dict[str, Any]] = {}
    for field in fields_of(records):
        key = choose(field, records, chosen)
        if key == BOTH:
            new |= {field.columns[0]: joined(field, records)}
            continue
        new |= field.values(by_key[key])
        if field.is_identity and key != winner.pk and field.is_set(winner):
            exchanged.setdefault(key, {}).update(field.values(winner))
    return custom.columns(winner.custom, new, without=()), exchanged
