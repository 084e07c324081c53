"""Contacts from a file, of the customers they name or of none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, cast

from django.utils.translation import gettext_lazy, pgettext_lazy

from klientel.domains.customers import custom, display, matching, queries
from klientel.domains.customers.actions import contacts as actions
from klientel.domains.customers.errors import Outcome
from klientel.domains.customers.facts import CONTACT
from klientel.domains.customers.fields import ContactFields, LooseContactFields
from klientel.domains.customers.matching import Found, Keys
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.lib import emails, text
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.transfer.importers import Difference, Importer, Problem, Result, Setting
from klientel.services.transfer.parsing import Line

from . import marking, values
from .by_domain import Homes
from .columns import custom_columns
from .contact_columns import CONTACTS
from .contact_rows import ContactReader
from .dialling import dialled
from .reading import FileRow
from .session import Draft, Errors, Prepared, Read, Session, Wrong, external_of


class ContactSession(Session[Contact]):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.reader: ContactReader = ContactReader(setting)
        self.reader.home = self.home
        self._place = {
            key: setting.titles.index(title)
            for title, key in setting.mapping.items()
            if key in ("customer_number", "customer_name")
        }
        self._by_number: dict[str, Customer] = {}
        self._by_name: dict[str, list[Customer]] = {}
        self._homes = Homes(self.actor)

    def read(self, line: Line, *, is_ahead: bool) -> Line:
        """How cells are read depends on the customer they name."""
        return line

    def reads(self, rows: Sequence[Line]) -> list[Read]:
        numbers = [self._cell(line, "customer_number") for line in rows]
        names = [text.fold(self._cell(line, "customer_name")) for line in rows]
        self._by_number = matching.customers_by_number(self.actor, numbers)
        self._by_name = matching.customers_by_name(self.actor, names)
        read = [self._read(line) for line in rows]
        named = [bool(number or name) for number, name in zip(numbers, names, strict=True)]
        self._homes.learn([row for row, is_named in zip(read, named, strict=True) if not is_named])
        found = [self.begin(row) for row in read]
        marking.settle(self.actor, found, self.keep)
        return found

    def prepare(self, rows: Sequence[Line]) -> Prepared[Contact]:
        """A new one says in its row which customer its e-mail domain has brought it to."""
        prepared = super().prepare(rows)
        for first in (draft.reads[0] for draft in prepared.new):
            if (home := self._homes.of(first.row)) is not None:
                first.result.differences = [home.told()]
        return prepared

    def _cell(self, line: Line, key: str) -> str:
        cell = line.cells[self._place[key]] if key in self._place else ""
        return "" if values.is_empty(cell) else text.clean(cell)

    def _read(self, line: Line) -> FileRow:
        number, name = self._cell(line, "customer_number"), self._cell(line, "customer_name")
        named = self._by_name.get(text.fold(name), [])
        customer = self._by_number.get(number) if number else next(iter(named), None)
        row = self.reader.contact(line)
        if customer is not None:
            row.customer_id, row.customer_country = customer.pk, customer.country
        elif number:
            reason = _("There is no customer with the number %(number)s.")
            self.reader.refuse("customer_number", reason % {"number": number[:80]})
        elif name:
            reason = _("There is no customer of this name; the contact stands for itself.")
            self.reader.keep("customer_name", reason)
        if not number and len(named) > 1:
            self.reader.remark("customer_name", _("Several customers have this name."))
        return row

    def keys(self, row: FileRow) -> Keys:
        fields = row.said.fields
        names = f"{fields.get('last_name', '')} {fields.get('first_name', '')}".strip()
        home = self._homes.of(row)
        return Keys(
            name=text.fold(names or next(iter(row.said.emails), ""))[:400],
            german=matching.written_out(names),
            place=home.key if home else row.customer_id,
            owner=row.customer_id,
            external=external_of(fields),
            emails=tuple(emails.key(email) for email in row.said.emails),
        )

    def find(self, rows: Sequence[Read]) -> Found[Contact]:
        return matching.find_contacts(self.actor, [read.keys for read in rows], self.match)

    def load(self, records: Sequence[Contact]) -> list[Draft[Contact]]:
        present = queries.contact_fields(records)
        owners = {record.customer_id for record in records if record.customer_id}
        live = Customer.objects.visible_to(self.actor).filter(pk__in=owners)
        country = dict(live.values_list("pk", "country"))
        return [
            Draft(
                record,
                custom.flat(present[record.pk]),
                country=country.get(record.customer_id or 0, ""),
            )
            for record in records
        ]

    def draft(self, read: Read) -> Draft[Contact]:
        """One that names no customer comes to that of its e-mail domain."""
        home = self._homes.of(read.row)
        country = self._country(read.row, home.country if home else "")
        fields = self.fields(dialled(read.row, country), {}, read)
        if home is None:
            return Draft(None, fields, keys=read.keys, country=country)
        return Draft(None, fields, keys=replace(read.keys, owner=home.key), country=country)

    def _country(self, row: FileRow, theirs: str) -> str:
        return row.country or row.customer_country or theirs or self.home

    def check(self, drafts: Sequence[Draft[Contact]], prepared: Prepared[Contact]) -> list[Errors]:
        found: list[Errors] = []
        for draft in drafts:
            country = draft.country or self.home
            cleaned, errors = actions.clean_contact(draft.present, country=country, lenient=True)
            draft.present = custom.flat(cleaned)
            found.append(errors)
        return found

    def lay(self, draft: Draft[Contact], read: Read) -> list[Difference]:
        country = self._country(read.row, draft.country)
        given = self.fields(dialled(read.row, country), draft.present, read)
        if draft.row is not None:
            self.leave_identity(draft.row, given)
        cleaned, errors = actions.clean_contact(given, country=country, lenient=True, new=False)
        if errors:
            raise Wrong(errors)
        if draft.row and read.row.customer_id and draft.row.customer_id is None:
            self._say_alone(read)
        flat = custom.flat(cleaned)
        found = self.differences(draft.present, flat)
        changes = {name: flat[name] for name in found}
        draft.present |= changes
        draft.wanted |= changes
        return list(found.values())

    def _say_alone(self, read: Read) -> None:
        reason = _("The contact belongs to no customer and stays so.")
        read.result.remarks.append(Problem("", read.result.name, reason))

    def write(self, prepared: Any) -> Sequence[Result]:
        mine: Prepared[Contact] = prepared
        self._create_all(mine.new)
        self.change_all([draft for draft in mine.old.values() if draft.wanted])
        return mine.results

    def _create_all(self, drafts: Sequence[Draft[Contact]]) -> None:
        if not drafts:
            return
        first = [draft.reads[0].row for draft in drafts]
        made = self._homes.make(first)
        owners = [
            made.get(row.row, draft.keys.owner) for row, draft in zip(first, drafts, strict=True)
        ]
        rows = [
            cast("LooseContactFields", {**custom.nested(draft.present), "customer_id": owner})
            for draft, owner in zip(drafts, owners, strict=True)
        ]
        outcome = actions.add_contacts(self.actor, rows, lenient=True)
        self.tell(drafts, outcome)

    def change(self, drafts: Sequence[Draft[Contact]]) -> Outcome:
        changes = [
            actions.ContactChange(d.row, cast("ContactFields", custom.nested(d.wanted)))
            for d in drafts
            if d.row
        ]
        return actions.change_contacts(self.actor, changes, lenient=True)


IMPORTER: Final = Importer(
    kind="contacts",
    title=pgettext_lazy("list", "Contacts"),
    permissions=("contacts.add", "contacts.change"),
    properties=CONTACTS,
    more=lambda: custom_columns(CONTACT),
    matches={
        "external_id": display.LABELS["external_id"],
        "email": gettext_lazy("E-mail"),
        "name": gettext_lazy("Name and customer"),
    },
    needs=("last_name", "first_name", "name", "email"),
    url_name="contacts:detail",
    open=ContactSession,
)
