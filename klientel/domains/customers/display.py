"""Fields as people read them: labels, and values as one line of text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import addresses, domains, languages, phones
from klientel.foundation.ui.lines import Mark
from klientel.services.accounts.models import User
from klientel.services.customfields import reading
from klientel.services.customfields import values as custom_values

from . import choices
from .custom import PREFIX
from .fields import AddressFields
from .models import Contact, Customer
from .purposes import PURPOSES, Purpose

LABELS: Mapping[str, Any] = {
    "kind": gettext_lazy("Kind"),
    "number": gettext_lazy("Number"),
    "name": pgettext_lazy("company", "Name"),
    "type": gettext_lazy("Company type"),
    "segment": gettext_lazy("Segment"),
    "category": gettext_lazy("Customer category"),
    "subcategory": gettext_lazy("Sub-category"),
    "parent": gettext_lazy("Name of the parent company"),
    "parent_relation": gettext_lazy("Kind of relation to the parent company"),
    "parent_id": gettext_lazy("Customer category"),  # of a sub-category
    "language": gettext_lazy("Language"),
    "website": gettext_lazy("Official website"),
    "vat_id": gettext_lazy("VAT ID"),
    "note": pgettext_lazy("text", "Note"),
    "active": gettext_lazy("Status"),
    "account_manager": pgettext_lazy("person", "Account manager"),
    "team": gettext_lazy("Account team"),
    "staff_teams": gettext_lazy("Teams in the account team"),
    "tags": gettext_lazy("Tags"),
    "user": gettext_lazy("Account team"),
    "staff_team": gettext_lazy("Account team"),
    "external_source": gettext_lazy("External source"),
    "external_id": gettext_lazy("External reference"),
    "emails": gettext_lazy("E-mail addresses"),
    "phones": gettext_lazy("Phone numbers"),
    "addresses": gettext_lazy("Addresses"),
    "contacts": gettext_lazy("Contacts"),
    "customer": gettext_lazy("Customer"),
    "domains": gettext_lazy("E-mail domains"),
    "domain": gettext_lazy("E-mail domain"),
    "salutation": gettext_lazy("Salutation"),
    "title": pgettext_lazy("person", "Title"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "position": gettext_lazy("Position"),
    "primary": gettext_lazy("Primary contact"),
    "primary_technical": gettext_lazy("Primary contact (technical)"),
    "primary_billing": gettext_lazy("Primary contact (billing)"),
    "receives_notifications": gettext_lazy("Receives notifications"),
    "portal_access": gettext_lazy("Portal access"),
    "value": gettext_lazy("Phone number or e-mail address"),
    "preferred": gettext_lazy("Preferred"),
    "purpose": gettext_lazy("Purpose"),
    "street": gettext_lazy("Street and number"),
    "postal_code": gettext_lazy("Postal code"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "country": gettext_lazy("Country"),
    "main": gettext_lazy("Main address"),
    "text": pgettext_lazy("text", "Note"),
    "pinned": gettext_lazy("Pinned on top"),
}
# The word of the mark beside a name, and its icon.
MARKS: Mapping[Purpose, tuple[Any, str]] = {
    "primary": (pgettext_lazy("contact", "Primary"), "star"),
    "primary_technical": (pgettext_lazy("contact", "Technical"), "wrench"),
    "primary_billing": (pgettext_lazy("contact", "Billing"), "file-text"),
}
KINDS = dict([*choices.Kind.choices, *choices.ContactKind.choices])
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "kind": KINDS,
    "type": dict(choices.CustomerType.choices),
    "segment": dict(choices.Segment.choices),
    "salutation": dict(choices.Salutation.choices),
    "parent_relation": {**dict(choices.ParentRelation.choices), "": ""},
}


def label(name: str) -> str:
    """Of a field, or of the column that stores it."""
    if name.startswith(PREFIX):
        key = name.removeprefix(PREFIX)
        definition = reading.find(key)
        return definition.name if definition else key
    return str(LABELS.get(name) or LABELS.get(name.removesuffix("_id"), name))


def marks(contact: Contact, columns: Collection[str] = ()) -> list[Mark]:
    """What it is the primary contact for; `columns` say it of some beside."""
    return [
        Mark(str(word), label(purpose), icon, is_in_column=purpose in columns)
        for purpose, (word, icon) in MARKS.items()
        if getattr(contact, purpose)
    ]


def shape(record: Customer | Contact) -> str:
    """Of the picture: people have a round one, organisations and departments a square one."""
    is_person = record.kind in (choices.Kind.INDIVIDUAL, choices.ContactKind.PERSON)
    return "person" if is_person else "organisation"


def language_name(code: str) -> str:
    """Begins with a capital letter, as it stands alone."""
    name = languages.name(code, get_language() or "en") if code else ""
    return name[:1].upper() + name[1:]


def address_lines(address: AddressFields | Mapping[str, Any], home: str) -> list[str]:
    """As on an envelope; the country only abroad."""
    written = addresses.Address(
        street=address.get("street", ""),
        postcode=address.get("postal_code", ""),
        city=address.get("city", ""),
        region=address.get("region", ""),
        country=address.get("country", ""),
    )
    return addresses.lines(written, home, get_language() or "en")


def unseen() -> str:
    return _("A company you do not see")


def company_name(number: str, reader: Actor | None) -> str:
    newest = F("deleted_at").desc(nulls_first=True)
    row = Customer.objects.filter(number=number).order_by(newest, "-pk").first()
    if row is None:
        return number
    seen = Customer.objects.all()
    if reader is not None:
        seen = Customer.objects.visible_to(reader, deleted=row.deleted_at is not None)
    return with_number(row) if seen.filter(pk=row.pk).exists() else unseen()


def with_number(customer: Customer) -> str:
    return f"{customer.name} ({customer.number})"


@dataclass
class Words:
    """Says values for a reader at home in one country. Names of colleagues are read once."""

    home: str
    reader: Actor | None = None  # who does not see a company reads neither its name nor its number
    people: dict[str, str] = field(default_factory=dict)
    companies: dict[str, str] = field(default_factory=dict)  # by number

    def say(self, name: str, value: Any) -> str:
        if name in CHOICES:
            return str(CHOICES[name].get(value, value))
        if name.startswith(PREFIX):
            return self._custom(name.removeprefix(PREFIX), value)
        special = SPECIAL.get(name)
        return special(self, value) if special else str(value)

    def _custom(self, key: str, value: Any) -> str:
        definition = reading.find(key)
        if value is None:
            return ""
        return custom_values.show(definition, value, home=self.home) if definition else str(value)

    def phone(self, value: str) -> str:
        return phones.show(value, self.home)

    def learn(self, emails: Iterable[str]) -> None:
        """Read the names for these addresses with one query."""
        wanted = {email for email in emails if email} - self.people.keys()
        if wanted:
            known = User.objects.filter(email__in=wanted).values_list("email", "name")
            self.people |= dict.fromkeys(wanted, "") | dict(known)

    def person(self, email: str) -> str:
        self.learn([email])
        return self.people.get(email) or email

    def say_people(self, value: Sequence[str]) -> str:
        self.learn(value)
        return ", ".join(self.person(email) for email in value)

    def company(self, number: str) -> str:
        """By its number, also as one of the bin: histories name those, too."""
        if number and number not in self.companies:
            self.companies[number] = company_name(number, self.reader)
        return self.companies.get(number, "")

    def say_phones(self, value: Iterable[Mapping[str, Any]]) -> str:
        named = {str(kind.value): str(kind.label) for kind in choices.PHONE_KINDS}
        return ", ".join(
            f"{named.get(item['kind'], item['kind'])} {self.phone(item['value'])}" for item in value
        )

    def say_addresses(self, value: Iterable[AddressFields]) -> str:
        return "; ".join(", ".join(address_lines(item, self.home)) for item in value)


def _emails(_words: Words, value: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(item["value"] for item in value)


def _state(_words: Words, value: object) -> str:
    return _("active") if value else _("inactive")


def _yes(_words: Words, value: object) -> str:
    return _("yes") if value else _("no")


SPECIAL: Mapping[str, Callable[[Words, Any], str]] = {
    "phones": Words.say_phones,
    "addresses": Words.say_addresses,
    "emails": _emails,
    "domains": lambda _words, value: ", ".join(map(domains.readable, value)),
    "language": lambda _words, value: language_name(value),
    "account_manager": Words.person,
    "team": Words.say_people,
    "staff_teams": lambda _words, value: ", ".join(value),
    "tags": lambda _words, value: ", ".join(value),
    "parent": Words.company,
    "active": _state,
    **dict.fromkeys(PURPOSES, _yes),
    "pinned": _yes,
    "receives_notifications": _yes,
    "portal_access": _yes,
}
