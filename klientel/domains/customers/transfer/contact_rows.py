"""A row of a contact list: the person or department, and which customer is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Choices

from klientel.domains.customers import choices
from klientel.domains.customers.facts import CONTACT
from klientel.foundation.lib import text
from klientel.services.transfer import mapping
from klientel.services.transfer.importers import Setting
from klientel.services.transfer.parsing import Line

from .reading import FileRow, Reader

LISTS: Final[Mapping[str, type[Choices]]] = {"kind": choices.ContactKind}


class ContactReader(Reader):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting, LISTS, kind=CONTACT)
        keys = mapping.keys_of(self.column.get("external_id", ""))
        self.source = min(keys, default="")[:60]

    def contact(self, line: Line) -> FileRow:
        self.begin(line)
        row = self.now
        full = self.found.pop("name", "")
        self.read()
        self._names(full)
        if cell := self.found.get("salutation"):
            self.courtesy("salutation", cell, row.said)
        if "academic_title" in self.found:
            self.title("academic_title", row.said)
        if "external_id" in row.said.fields:
            row.said.fields.setdefault("external_source", self.source)
        if row.country:
            self.keep("country")  # contacts have no address to hold it
        return row

    def _names(self, full: str) -> None:
        fields = self.now.said.fields
        middle = text.clean(self.found.get("middle_name", ""))
        if full:
            self.found["name"] = full
            given = f"{fields.get('first_name', '')} {middle} {fields.get('last_name', '')}"
            if not given.strip():
                self.name("name", self.now.said)
            elif not fields.get("last_name") and text.fold(given) not in text.fold(full):
                fields["last_name"] = text.clean(full)  # `Name` beside `Vorname` is the last name
            elif set(text.fold(full).split()) - set(text.fold(given).split()):
                self.keep("name")  # a display name that says something else
        if middle:
            fields["first_name"] = f"{fields.get('first_name', '')} {middle}".strip()
