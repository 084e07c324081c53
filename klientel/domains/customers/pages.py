"""The pages of a customer and of a contact, and where on them others hang tabs and facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.urls import reverse

from klientel.foundation.access import Actor, Decision
from klientel.foundation.ui.lines import Mark
from klientel.foundation.ui.slots import FactSlot, ShownFact, Slot, Tab
from klientel.services.accounts.models import Company
from klientel.services.customfields import reading, values
from klientel.services.customfields.choices import Type
from klientel.services.customfields.models import Definition
from klientel.services.files import queries as files
from klientel.services.files.models import StoredFile
from klientel.services.journal import queries as journal
from klientel.services.journal.facts import Subject

from . import policy, queries, tombstones
from .choices import Kind
from .display import Words, label, marks
from .facts import CONTACT, CUSTOMER
from .fields import ContactFields, CustomerFields, Email, Phone
from .models import Contact, Customer
from .parents import has_living_parent
from .purposes import GENERAL, OPTIONAL, PURPOSES, Purpose
from .tagged import Owner, ShownTag, tags_of
from .timeline import PAGE

CUSTOMER_TABS = Slot()
CUSTOMER_FACTS = FactSlot()  # beside those of the header's own
CONTACT_FACTS = FactSlot()
SAVED_FORM = "saved_form"  # in the session: the form whose draft the browser may forget


def home() -> str:
    """The country whose numbers and addresses are written without it."""
    return Company.objects.current().country


def page_after(actor: Actor, customer: Customer) -> str:
    """Where to go on after writing it: to its page, or to the list if it left one's sight."""
    if actor.scope == "all" or Customer.objects.visible_to(actor).filter(pk=customer.pk).exists():
        return customer.get_absolute_url()
    return reverse("customers:list")


class Member(NamedTuple):
    """Of an account team, as pages show it."""

    name: str
    icon: str


def team_members(words: Words, fields: CustomerFields) -> list[Member]:
    """The account manager is one of them, first of all."""
    manager, team = fields.get("account_manager", ""), fields.get("team", [])
    people = list(dict.fromkeys([*([manager] if manager else []), *team]))
    words.learn(people)
    teams = [Member(name, "users") for name in fields.get("staff_teams", [])]
    return [*(Member(words.person(email), "user-round") for email in people), *teams]


@dataclass(frozen=True)
class CustomFact:
    """A custom field as a page tells it."""

    label: str
    text: str  # empty where the record holds nothing
    href: str = ""
    is_elsewhere: bool = False  # the address is that of another site

    @classmethod
    def of(cls, definition: Definition, value: Any, home: str) -> CustomFact:
        text = values.show(definition, value, home=home)
        if not text:
            return cls(definition.name, "")
        if definition.type == Type.URL:
            return cls(definition.name, text, str(value), is_elsewhere=True)
        if definition.type == Type.EMAIL:
            return cls(definition.name, text, f"mailto:{value}")
        return cls(definition.name, text)


@dataclass(frozen=True)
class LastChange:
    at: datetime
    who: str  # empty where nobody may know


class RecordPage:
    """What the pages of customers and of contacts show alike; each part is read when asked for."""

    MODEL: ClassVar[str]
    FACTS: ClassVar[FactSlot]
    actor: Actor

    @property
    def row(self) -> Customer | Contact:
        raise NotImplementedError

    @cached_property
    def fields(self) -> CustomerFields | ContactFields:
        raise NotImplementedError

    @property
    def subject(self) -> Subject:
        return self.MODEL, self.row.pk

    @property
    def owner(self) -> Owner:
        return "customer" if self.MODEL == CUSTOMER else "contact"

    @cached_property
    def tags(self) -> Sequence[ShownTag]:
        return tags_of(self.owner, [self.row.pk]).get(self.row.pk, [])

    @cached_property
    def words(self) -> Words:
        return Words(home(), self.actor)

    @cached_property
    def email(self) -> str:
        return _preferred(self.fields.get("emails", []))

    @cached_property
    def phone(self) -> str:
        return self.words.phone(_preferred(self.fields.get("phones", [])))

    @cached_property
    def newest(self) -> Sequence[journal.Item]:
        return journal.timeline(self.actor, self.subject, limit=PAGE, also=self.merged)

    @cached_property
    def merged(self) -> list[int]:
        """The records that live on in this one; their history is its own."""
        return tombstones.merged_keys(self.row)

    @cached_property
    def may_merge(self) -> Decision:
        return policy.may_merge(self.actor, self.row)

    @property
    def last_change(self) -> LastChange:
        if not self.newest:
            return LastChange(self.row.updated_at, "")
        return LastChange(self.newest[0].at, self.newest[0].actor)

    @cached_property
    def custom(self) -> list[CustomFact]:
        """Of every field that is offered, what the record holds."""
        held: Mapping[str, Any] = self.fields.get("custom", {})
        return [
            CustomFact.of(each, held.get(each.key), self.words.home)
            for each in reading.fields(self.MODEL).offered
        ]

    @cached_property
    def facts(self) -> list[ShownFact]:
        return self.FACTS.shown(self.actor, self.row.pk)

    @cached_property
    def picture(self) -> StoredFile | None:
        return files.picture_of(self.actor, self.subject)

    @property
    def picture_url(self) -> str:
        return reverse("files:picture", args=[self.picture.pk]) if self.picture else ""


@dataclass
class Record(RecordPage):
    """A customer as its page shows it."""

    MODEL = CUSTOMER
    FACTS = CUSTOMER_FACTS
    actor: Actor
    customer: Customer

    @property
    def row(self) -> Customer:
        return self.customer

    @cached_property
    def fields(self) -> CustomerFields:
        key = self.customer.pk
        return queries.customer_fields([self.customer], self.actor, tags={key: self.tags})[key]

    @cached_property
    def manager(self) -> str:
        return self.words.person(self.fields.get("account_manager", ""))

    @cached_property
    def team(self) -> list[Member]:
        return team_members(self.words, self.fields)

    @cached_property
    def primaries(self) -> Mapping[Purpose, Contact]:
        """One query of parts, as each has its own index."""
        theirs = Contact.objects.visible_to(self.actor).filter(customer=self.customer).defer("note")
        first, *others = (theirs.filter(**{purpose: True}) for purpose in PURPOSES)
        found = list(first.union(*others))
        return {p: contact for p in PURPOSES for contact in found if getattr(contact, p)}

    @property
    def primary(self) -> Contact | None:
        return self.primaries.get(GENERAL)

    @property
    def others(self) -> list[tuple[str, Contact]]:
        """The primary contacts for something, with what they are called."""
        return [(label(p), self.primaries[p]) for p in OPTIONAL if p in self.primaries]

    @cached_property
    def parent(self) -> Customer | None:
        """The one the actor sees."""
        key = self.customer.parent_id
        return Customer.objects.visible_to(self.actor).filter(pk=key).first() if key else None

    @cached_property
    def has_hidden_parent(self) -> bool:
        return self.parent is None and has_living_parent(self.customer)

    @cached_property
    def subsidiary_count(self) -> int:
        """As the tab says it, which counts them anyway."""
        counts = {tab.url_name: tab.count for tab in self.tabs}
        return counts.get("customers:subsidiaries") or 0

    @cached_property
    def tabs(self) -> list[Tab]:
        """People have no subsidiaries."""
        found = CUSTOMER_TABS.tabs(self.actor, self.customer.pk)
        is_person = self.customer.kind == Kind.INDIVIDUAL
        return [
            tab
            for tab in found
            if tab.url_name != "customers:subsidiaries" or tab.count or not is_person
        ]

    @cached_property
    def contact_count(self) -> int:
        """As the tab says it, which counts them anyway."""
        counts = {tab.url_name: tab.count for tab in self.tabs}
        return counts.get("customers:contacts") or 0

    @cached_property
    def may_change(self) -> Decision:
        return policy.may_change(self.actor, self.customer)

    @cached_property
    def may_delete(self) -> Decision:
        return policy.may_delete(self.actor, self.customer)


@dataclass
class ContactRecord(RecordPage):
    """A contact as its page shows it."""

    MODEL = CONTACT
    FACTS = CONTACT_FACTS
    actor: Actor
    contact: Contact

    @property
    def row(self) -> Contact:
        return self.contact

    @cached_property
    def fields(self) -> ContactFields:
        key = self.contact.pk
        return queries.contact_fields([self.contact], tags={key: self.tags})[key]

    @cached_property
    def customer(self) -> Customer | None:
        key = self.contact.customer_id
        found = Customer.objects.visible_to(self.actor)
        found = found.select_related("account_manager")
        return found.filter(pk=key).first() if key is not None else None

    @property
    def marks(self) -> list[Mark]:
        return marks(self.contact)

    @cached_property
    def manager(self) -> str:
        """Whoever looks after the customer looks after its people."""
        person = self.customer.account_manager if self.customer else None
        return person.name or person.email if person else ""

    @cached_property
    def may_change(self) -> Decision:
        return policy.may_change_contact(self.actor, self.contact)

    @cached_property
    def may_delete(self) -> Decision:
        return policy.may_delete_contact(self.actor, self.contact)

    @property
    def may_disclose(self) -> bool:
        return self.actor.may("privacy.disclose")


def _preferred(items: Sequence[Phone | Email]) -> str:
    chosen = [item for item in items if item["preferred"]] or items
    return chosen[0]["value"] if chosen else ""
