"""A row of a customer list: the company, and the person named in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Choices

from klientel.domains.customers import choices
from klientel.domains.customers.facts import CUSTOMER
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.transfer import mapping
from klientel.services.transfer.importers import Setting
from klientel.services.transfer.parsing import Line

from .reading import FileRow, Reader, Said

LISTS: Final[Mapping[str, type[Choices]]] = {
    "kind": choices.Kind,
    "type": choices.CustomerType,
    "segment": choices.Segment,
    "parent_relation": choices.ParentRelation,
}
PERSON: Final = {
    "contact_first_name": "first_name",
    "contact_last_name": "last_name",
    "contact_position": "position",
}
VENDOR_IDS: Final = frozenset(
    {
        "supplierid",
        "vendorid",
        "lieferantennummer",
        "lieferantennr",
        "lieferantenid",
        "numerofournisseur",
    }
)


class CustomerReader(Reader):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting, LISTS, kind=CUSTOMER)
        keys = mapping.keys_of(self.column.get("external_id", ""))
        self.source = min(keys, default="")[:60]
        self.are_vendors = bool(keys & VENDOR_IDS)
        self._has_person = any(key.startswith("contact_") for key in self.column)

    def customer(self, line: Line) -> FileRow:
        self.begin(line)
        self.read()
        self.addresses()
        if self._has_person:
            self._person(self.now.contact)
        fields = self.now.said.fields
        if "external_id" in fields:
            fields.setdefault("external_source", self.source)
        if self.are_vendors:
            self.now.first["type"] = choices.CustomerType.VENDOR.value
        self._name_it()
        return self.now

    def _name_it(self) -> None:
        """A row with a person and no company is a private customer."""
        if self.now.said.fields.get("name"):
            return
        person = self.now.contact.fields
        name = " ".join(person[part] for part in ("first_name", "last_name") if person.get(part))
        if name:
            self.now.said.fields |= {"name": name, "kind": choices.Kind.INDIVIDUAL.value}
        elif not self.now.errors:
            self.refuse("name", _("Enter a name."))

    def _person(self, said: Said) -> None:
        if "contact_academic_title" in self.found:
            self.title("contact_academic_title", said)
        if "contact_name" in self.found:
            self.name("contact_name", said)
        for key, name in PERSON.items():
            if cell := self.found.get(key):
                said.fields[name] = text.clean(cell)
        if cell := self.found.get("contact_salutation"):
            self.courtesy("contact_salutation", cell, said)
        self.email("contact_email", said)
        self.phone("contact_phone", "phone", said)
        self.phone("contact_mobile", "mobile", said)
        named = said.fields.get("first_name") or said.fields.get("last_name") or said.emails
        if said and not named:
            self._keep_nobody()

    def _keep_nobody(self) -> None:
        """A position or a number of no one: it goes to the note."""
        for key in self.found:
            if key.startswith("contact_"):
                self.keep(key)
        self.now.contact = Said()
