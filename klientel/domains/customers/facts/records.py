"""What can happen to customers and contacts themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from klientel.domains.customers.models import Contact, Customer
from klientel.services.journal.facts import Counted, Fact, Subject, only_name

CUSTOMER = "customers.customer"
CONTACT = "customers.contact"


@dataclass(frozen=True)
class About(Fact):
    """Several customers and contacts at once; `name` when it is just one."""

    name: str
    customer_ids: tuple[int, ...] = ()
    contact_ids: tuple[int, ...] = ()

    def subjects(self) -> list[Subject]:
        return [
            *((CUSTOMER, key) for key in self.customer_ids),
            *((CONTACT, key) for key in self.contact_ids),
        ]

    def data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "customers": len(self.customer_ids),
            "contacts": len(self.contact_ids),
        }


@dataclass(frozen=True)
class OfCustomers(About):
    permission: ClassVar = "customers.view"
    personal: ClassVar = {CUSTOMER: ("name",)}

    @classmethod
    def of(cls, customers: Sequence[Customer], contacts: Sequence[Contact]) -> Self:
        """`contacts` are those that come or go with their customers."""
        return cls(
            name=only_name(customers),
            customer_ids=tuple(customer.pk for customer in customers),
            contact_ids=tuple(contact.pk for contact in contacts),
        )


@dataclass(frozen=True)
class CustomersCreated(OfCustomers):
    kind: ClassVar = "customers.customer.created"
    ranged: ClassVar = True

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        others = data["customers"] - 1
        if not others:
            return _("Customer created")
        text = ngettext(
            "Created together with %(count)s other customer",
            "Created together with %(count)s other customers",
            others,
        )
        return text % {"count": others}


@dataclass(frozen=True)
class CustomersDeleted(OfCustomers):
    kind: ClassVar = "customers.customer.deleted"
    said: ClassVar = gettext_lazy("Customer deleted")


@dataclass(frozen=True)
class CustomersRestored(OfCustomers):
    kind: ClassVar = "customers.customer.restored"
    said: ClassVar = gettext_lazy("Customer restored")


@dataclass(frozen=True)
class OfContacts(About, Counted):
    permission: ClassVar = "contacts.view"
    counted: ClassVar = "contacts"
    personal: ClassVar = {CONTACT: ("name",)}

    @classmethod
    def of(cls, contacts: Sequence[Contact]) -> Self:
        return cls(
            name=only_name(contacts),
            customer_ids=tuple({c.customer_id for c in contacts if c.customer_id}),
            contact_ids=tuple(contact.pk for contact in contacts),
        )


@dataclass(frozen=True)
class ContactsAdded(OfContacts):
    kind: ClassVar = "customers.contact.added"
    said: ClassVar = gettext_lazy("Contact %(name)s added")
    several: ClassVar = ngettext_lazy(
        "%(count)s contact added", "%(count)s contacts added", "count"
    )


@dataclass(frozen=True)
class ContactsDeleted(OfContacts):
    kind: ClassVar = "customers.contact.deleted"
    said: ClassVar = gettext_lazy("Contact %(name)s deleted")
    several: ClassVar = ngettext_lazy(
        "%(count)s contact deleted", "%(count)s contacts deleted", "count"
    )


@dataclass(frozen=True)
class ContactsRestored(OfContacts):
    kind: ClassVar = "customers.contact.restored"
    said: ClassVar = gettext_lazy("Contact %(name)s restored")
    several: ClassVar = ngettext_lazy(
        "%(count)s contact restored", "%(count)s contacts restored", "count"
    )


@dataclass(frozen=True)
class ContactsMoved(About):
    """`source` and `target` are the customers' names then; empty where there is none."""

    kind: ClassVar = "customers.contact.moved"
    permission: ClassVar = "contacts.view"
    source: str = ""
    target: str = ""

    personal: ClassVar = {CONTACT: ("name",), CUSTOMER: ("source", "target")}

    def data(self) -> dict[str, Any]:
        return {**super().data(), "source": self.source, "target": self.target}

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        if data["contacts"] == 1:
            if data["target"]:
                return _("Contact %(name)s moved to %(target)s") % data
            return _("Contact %(name)s taken out of %(source)s") % data
        text = (
            ngettext(
                "%(count)s contact moved to %(target)s",
                "%(count)s contacts moved to %(target)s",
                data["contacts"],
            )
            if data["target"]
            else ngettext(
                "%(count)s contact taken out of its organisation",
                "%(count)s contacts taken out of their organisations",
                data["contacts"],
            )
        )
        return text % {"count": data["contacts"], "target": data["target"]}


@dataclass(frozen=True)
class Changed(Fact):
    """`before` and `after` hold the fields that differ, in the shape of `fields.py`."""

    name: str
    version: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "version": self.version,
            "before": dict(self.before),
            "after": dict(self.after),
        }


def changed(
    row: Customer | Contact, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """What every change of a record tells. `after` names the fields; `before` may hold more."""
    return {
        "name": row.name,
        "version": row.version,
        "before": {name: before[name] for name in after},
        "after": after,
    }


@dataclass(frozen=True)
class CustomerChanged(Changed):
    kind: ClassVar = "customers.customer.changed"
    permission: ClassVar = "customers.view"
    said: ClassVar = gettext_lazy("Customer edited")
    personal: ClassVar = {CUSTOMER: ("name", "before", "after")}
    customer_id: int = 0

    @classmethod
    def of(cls, row: Customer, before: Mapping[str, Any], after: Mapping[str, Any]) -> Self:
        return cls(**changed(row, before, after), customer_id=row.pk)

    def subjects(self) -> list[Subject]:
        return [(CUSTOMER, self.customer_id)]


@dataclass(frozen=True)
class ContactChanged(Changed):
    kind: ClassVar = "customers.contact.changed"
    permission: ClassVar = "contacts.view"
    said: ClassVar = gettext_lazy("Contact %(name)s edited")
    personal: ClassVar = {CONTACT: ("name", "before", "after")}
    contact_id: int = 0
    customer_id: int | None = None

    @classmethod
    def of(cls, row: Contact, before: Mapping[str, Any], after: Mapping[str, Any]) -> Self:
        return cls(**changed(row, before, after), contact_id=row.pk, customer_id=row.customer_id)

    def subjects(self) -> list[Subject]:
        of_customer = [(CUSTOMER, self.customer_id)] if self.customer_id else []
        return [(CONTACT, self.contact_id), *of_customer]


@dataclass(frozen=True, kw_only=True)
class Merged(Counted):
    """`dropped` are the names of those that live on in `name` from now on, as they were called."""

    counted: ClassVar = "count"
    name: str
    dropped: tuple[str, ...]
    kept_id: int
    dropped_ids: tuple[int, ...]
    contact_ids: tuple[int, ...] = ()  # that came along

    def data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "names": ", ".join(self.dropped),
            "count": len(self.dropped),
            "kept": self.kept_id,
            "dropped": list(self.dropped_ids),
        }


@dataclass(frozen=True, kw_only=True)
class CustomersMerged(Merged):
    kind: ClassVar = "customers.customer.merged"
    permission: ClassVar = "customers.view"
    personal: ClassVar = {CUSTOMER: ("name", "names")}
    said: ClassVar = gettext_lazy("%(names)s merged into %(name)s")
    several: ClassVar = ngettext_lazy(
        "%(count)s customer merged into %(name)s: %(names)s",
        "%(count)s customers merged into %(name)s: %(names)s",
        "count",
    )

    def subjects(self) -> list[Subject]:
        return [
            *((CUSTOMER, key) for key in (self.kept_id, *self.dropped_ids)),
            *((CONTACT, key) for key in self.contact_ids),
        ]


@dataclass(frozen=True, kw_only=True)
class ContactsMerged(Merged):
    """`customer_ids` are those the contacts were at."""

    kind: ClassVar = "customers.contact.merged"
    permission: ClassVar = "contacts.view"
    personal: ClassVar = {CONTACT: ("name", "names")}
    said: ClassVar = gettext_lazy("Contact %(names)s merged into %(name)s")
    several: ClassVar = ngettext_lazy(
        "%(count)s contact merged into %(name)s: %(names)s",
        "%(count)s contacts merged into %(name)s: %(names)s",
        "count",
    )
    customer_ids: tuple[int, ...] = ()

    def subjects(self) -> list[Subject]:
        return [
            *((CONTACT, key) for key in (self.kept_id, *self.dropped_ids)),
            *((CUSTOMER, key) for key in self.customer_ids),
        ]


@dataclass(frozen=True, kw_only=True)
class Parted(Counted):
    """What was added since a merge went to the record that was taken out again."""

    counted: ClassVar = "count"
    name: str
    count: int
    kept_id: int
    parted_id: int

    MODEL: ClassVar[str]

    def subjects(self) -> list[Subject]:
        return [(self.MODEL, self.kept_id), (self.MODEL, self.parted_id)]

    def data(self) -> dict[str, Any]:
        return {"name": self.name, "count": self.count}


@dataclass(frozen=True, kw_only=True)
class CustomersParted(Parted):
    kind: ClassVar = "customers.customer.parted"
    permission: ClassVar = "customers.view"
    personal: ClassVar = {CUSTOMER: ("name",)}
    MODEL: ClassVar = CUSTOMER
    said: ClassVar = gettext_lazy("What was added since the merge went to %(name)s")
    several: ClassVar = ngettext_lazy(
        "%(count)s entry added since the merge went to %(name)s",
        "%(count)s entries added since the merge went to %(name)s",
        "count",
    )


@dataclass(frozen=True, kw_only=True)
class ContactsParted(Parted):
    kind: ClassVar = "customers.contact.parted"
    permission: ClassVar = "contacts.view"
    personal: ClassVar = {CONTACT: ("name",)}
    MODEL: ClassVar = CONTACT
    said: ClassVar = gettext_lazy("What was added since the merge went to %(name)s")
    several: ClassVar = ngettext_lazy(
        "%(count)s entry added since the merge went to %(name)s",
        "%(count)s entries added since the merge went to %(name)s",
        "count",
    )
