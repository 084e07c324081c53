"""What can happen to customers and contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from klientel.services.journal.facts import Counted, Fact, Subject, only_name

from .models import Contact, Customer

CUSTOMER = "customers.customer"
CONTACT = "customers.contact"
NOTE = "customers.note"
CATEGORY = "customers.category"


@dataclass(frozen=True)
class About(Fact):
    """Several customers and contacts at once; `name` when it is just one."""

    name: str
    customer_ids: tuple[int, ...] = ()
    contact_ids: tuple[int, ...] = ()

    personal: ClassVar[tuple[str, ...]] = ("name",)

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

    personal: ClassVar = ("name", "source", "target")

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

    personal: ClassVar = ("name", "before", "after")

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
    contact_id: int = 0
    customer_id: int | None = None

    @classmethod
    def of(cls, row: Contact, before: Mapping[str, Any], after: Mapping[str, Any]) -> Self:
        return cls(**changed(row, before, after), contact_id=row.pk, customer_id=row.customer_id)

    def subjects(self) -> list[Subject]:
        of_customer = [(CUSTOMER, self.customer_id)] if self.customer_id else []
        return [(CONTACT, self.contact_id), *of_customer]


@dataclass(frozen=True, kw_only=True)
class OfNote(Fact):
    """The data holds the `name` of the contact; empty where the note is about a customer."""

    permission: ClassVar = "customers.view"
    plain: ClassVar[Promise]  # what is said where there is no name
    note_id: int
    customer_id: int | None = None
    contact_id: int | None = None

    def subjects(self) -> list[Subject]:
        named = [(NOTE, self.note_id), (CUSTOMER, self.customer_id), (CONTACT, self.contact_id)]
        return [(model, key) for model, key in named if key is not None]

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        return super().describe(data) if data["name"] else str(cls.plain)


@dataclass(frozen=True, kw_only=True)
class AboutNote(OfNote):
    name: str = ""

    personal: ClassVar = ("name",)

    def data(self) -> dict[str, Any]:
        return {"note": self.note_id, "name": self.name}


@dataclass(frozen=True, kw_only=True)
class NoteAdded(AboutNote):
    kind: ClassVar = "customers.note.added"
    said: ClassVar = gettext_lazy("Note on %(name)s added")
    plain: ClassVar = gettext_lazy("Note added")


@dataclass(frozen=True, kw_only=True)
class NoteDeleted(AboutNote):
    kind: ClassVar = "customers.note.deleted"
    said: ClassVar = gettext_lazy("Note on %(name)s deleted")
    plain: ClassVar = gettext_lazy("Note deleted")


@dataclass(frozen=True, kw_only=True)
class NoteChanged(OfNote, Changed):
    kind: ClassVar = "customers.note.changed"
    said: ClassVar = gettext_lazy("Note on %(name)s edited")
    plain: ClassVar = gettext_lazy("Note edited")


@dataclass(frozen=True)
class SettingChanged(Fact):
    """Of no row, so in the history of none."""

    before: str
    after: str

    def subjects(self) -> list[Subject]:
        return []


@dataclass(frozen=True)
class DomainRuleChanged(SettingChanged):
    kind: ClassVar = "customers.domain_rule.changed"
    permission: ClassVar = "customers.change_assigning"
    said: ClassVar = gettext_lazy("Assigning by e-mail domain changed")


@dataclass(frozen=True)
class NumberRangeChanged(SettingChanged):
    kind: ClassVar = "customers.number_range.changed"
    permission: ClassVar = "customers.change_numbering"
    said: ClassVar = gettext_lazy("Number range changed")


@dataclass(frozen=True)
class OfCategory(Fact):
    """`parent` is the name of the category of a sub-category, empty for a category."""

    permission: ClassVar = "customers.view"
    category_id: int
    name: str
    parent: str = ""

    def subjects(self) -> list[Subject]:
        return [(CATEGORY, self.category_id)]


@dataclass(frozen=True)
class CategoryAdded(OfCategory):
    kind: ClassVar = "customers.category.added"

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        if data["parent"]:
            return _("Sub-category %(name)s added to %(parent)s") % data
        return _("Category %(name)s added") % data


@dataclass(frozen=True)
class CategoryRenamed(OfCategory):
    kind: ClassVar = "customers.category.renamed"
    said: ClassVar = gettext_lazy("Category %(before)s renamed to %(name)s")
    before: str = ""


@dataclass(frozen=True)
class CategoryMoved(OfCategory):
    kind: ClassVar = "customers.category.moved"
    said: ClassVar = gettext_lazy("Sub-category %(name)s moved from %(before)s to %(parent)s")
    before: str = ""


@dataclass(frozen=True)
class CategoryPlaced(OfCategory):
    """`before` and `after` are its places in its list, from 1."""

    kind: ClassVar = "customers.category.placed"
    before: int = 0
    after: int = 0

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        return _("Category %(name)s moved from place %(before)s to %(after)s") % data


@dataclass(frozen=True)
class CategoryRemoved(OfCategory):
    kind: ClassVar = "customers.category.removed"
    replacement: str = ""
    customers: int = 0

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        if data["replacement"]:
            return _("Category %(name)s removed, replaced by %(replacement)s") % data
        return _("Category %(name)s removed") % data
