"""Customers from a file, with the person each row names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from django.utils.translation import gettext_lazy, pgettext_lazy

from klientel.domains.customers import custom, display, queries
from klientel.domains.customers.actions import colleagues
from klientel.domains.customers.actions import contacts as contact_actions
from klientel.domains.customers.actions import customers as actions
from klientel.domains.customers.actions.belonging import Belonging
from klientel.domains.customers.actions.colleagues import Colleagues
from klientel.domains.customers.cleaning import Cleaner
from klientel.domains.customers.errors import Outcome
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.fields import ContactFields, CustomerFields, NewCustomer
from klientel.domains.customers.matching import Found, Keys, find_customers, written_out
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.lib import emails, text
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.transfer.importers import Difference, Importer, Result, Setting
from klientel.services.transfer.parsing import Line

from . import marking
from .columns import CUSTOMERS, custom_columns
from .customer_rows import CustomerReader
from .dialling import dialled
from .families import PARENT, Parents
from .merging import merged
from .reading import FileRow, Said
from .session import (
    Draft,
    Errors,
    Fresh,
    Prepared,
    Read,
    Session,
    Wrong,
    external_of,
    remarks_on,
)

MANAGER: Final = "account_manager"
PART: Final = "subcategory"
RELATION: Final = "parent_relation"


class CustomerSession(Session[Customer]):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.reader: CustomerReader = CustomerReader(setting)
        self.reader.home = self.home
        self._belonging = Belonging()
        self._parents = Parents(setting.actor, are_named=PARENT in self.reader.column)

    def read(self, line: Line, *, is_ahead: bool) -> Read:
        read = self.begin(self.reader.customer(line))
        if is_ahead and read.result.outcome != "refused":
            read.fresh = self._fresh(read.row)
        return read

    def reads(self, rows: Sequence[Read]) -> list[Read]:
        """Colleagues whom nobody knows, and a sub-category of another category, are kept as
        text."""
        known = colleagues.named([read.row.said.fields for read in rows])
        for read in rows:
            email = read.row.said.fields.get(MANAGER, "")
            if email and known.manager(email) is None:
                self.keep(read, MANAGER, colleagues.stranger(email))
            self._settle_team(read, known)
        marking.settle(self.actor, rows, self.keep)
        self._belonging.learn(read.row.said.fields.get(PART, "") for read in rows)
        for read in rows:
            if "category" in read.row.said.fields:
                self._settle_part(read, {})
        self._parents.look(read.row.said.fields.get(PARENT, "") for read in rows)
        return list(rows)

    def _settle_team(self, read: Read, known: Colleagues) -> None:
        """Those who can be on it are; the others are kept."""
        fields = read.row.said.fields
        for name, names in (("team", known.people), ("staff_teams", known.teams)):
            strangers = [each for each in fields.get(name, ()) if each.casefold() not in names]
            if not strangers:
                continue
            good = [each for each in fields[name] if each not in strangers]
            fields[name] = ", ".join(strangers)
            say = colleagues.stranger if name == "team" else colleagues.no_team
            self.keep(read, name, say(strangers[0]))
            if good:
                fields[name] = good

    def _settle_parent(self, read: Read, present: Mapping[str, Any]) -> None:
        """One that nobody knows is kept as text; a relation needs one."""
        fields = read.row.said.fields
        if named := fields.get(PARENT, ""):
            number, reason = self._parents.find(named)
            if reason:
                self.keep(read, PARENT, reason)
            elif number != named:
                fields[PARENT] = number
                read.fresh = None
        if RELATION in fields and not (fields.get(PARENT) or present.get(PARENT)):
            del fields[RELATION]
            read.fresh = None

    def _settle_part(self, read: Read, present: Mapping[str, Any]) -> None:
        """A row that names no category means that of its record."""
        fields = read.row.said.fields
        if part := fields.get(PART, ""):
            category = fields.get("category") or present.get("category", "")
            if refusal := self._belonging.refusal(category, part):
                self.keep(read, PART, refusal)

    def keys(self, row: FileRow) -> Keys:
        fields, main = row.said.fields, row.said.addresses.get(0, {})
        return Keys(
            name=text.fold(fields.get("name", ""))[:400],
            german=written_out(fields.get("name", "")),
            place=main.get("postal_code", ""),
            number=fields.get("number", ""),
            external=external_of(fields),
            emails=tuple(emails.key(email) for email in row.said.emails),
        )

    def find(self, rows: Sequence[Read]) -> Found[Customer]:
        return find_customers(self.actor, [read.keys for read in rows], self.match)

    def load(self, records: Sequence[Customer]) -> list[Draft[Customer]]:
        present = queries.customer_fields(records, self.actor)
        self._parents.learn(record.pk for record in records)
        found = queries.contacts_of([record.pk for record in records])
        everyone = [contact for contacts in found.values() for contact in contacts]
        people = queries.contact_fields(everyone)
        return [
            Draft(
                record,
                custom.flat(present[record.pk]),
                people=[Draft(c, dict(people[c.pk])) for c in found.get(record.pk, [])],
            )
            for record in records
        ]

    def draft(self, read: Read) -> Draft[Customer]:
        self._settle_part(read, {})
        self._settle_parent(read, {})
        fresh = read.fresh or self._fresh(read.row)
        self._parents.read(fresh.fields.get("number", ""), fresh.fields["name"])
        read.result.remarks += fresh.remarks
        people = [Draft[Contact](None, dict(person)) for person in fresh.fields["contacts"]]
        return Draft(None, fresh.fields, keys=read.keys, people=people, errors=fresh.errors)

    def _fresh(self, row: FileRow) -> Fresh:
        row = dialled(row, row.country or self.home)
        said, cut = merged(row.said, {}, row.kept)
        fields = {**row.first, **said}
        if row.contact:
            person, _cut = merged(row.contact, {}, {})
            fields["contacts"] = [person]
        cleaned, errors = actions.clean_new(cast("NewCustomer", fields), self.home, lenient=True)
        return Fresh(custom.flat(cleaned), errors, remarks_on(row, cut))

    def check(
        self, drafts: Sequence[Draft[Customer]], prepared: Prepared[Customer]
    ) -> list[Errors]:
        rows = [cast("NewCustomer", draft.present) for draft in drafts]
        errors = [{path: [*said] for path, said in draft.errors.items()} for draft in drafts]
        checked = actions.check_cleaned(self.actor, rows, errors, coming=self._parents.coming)
        prepared.colleagues.learn(checked.known)
        for row, found in zip(rows, checked.errors, strict=True):
            if not found:
                refusal = self._parents.add(
                    row["name"], row.get("number", ""), row.get("parent", "")
                )
                found.update({PARENT: [refusal]} if refusal else {})
        return list(checked.errors)

    def lay(self, draft: Draft[Customer], read: Read) -> list[Difference]:
        self._settle_part(read, draft.present)
        self._settle_parent(read, draft.present)
        country = read.row.country or _country_of(draft.present) or self.home
        row = dialled(read.row, country)
        said = self.fields(row, draft.present, read)
        if draft.row is not None:
            self.leave_identity(draft.row, said)
        cleaner = Cleaner(country=country, lenient=True)
        cleaned = custom.flat(cleaner.customer(cast("CustomerFields", said)))
        if cleaner.errors:
            raise Wrong(cleaner.errors)
        found = self.differences(draft.present, cleaned)
        self._move(draft, found, cleaned.get("parent", ""))
        people = self._lay_person(draft, row.contact, country)
        changes = {name: cleaned[name] for name in found}
        draft.present |= changes
        draft.wanted |= changes
        return [*found.values(), *people]

    def _move(self, draft: Draft[Customer], found: Iterable[str], parent: str) -> None:
        row = draft.row
        refusal = self._parents.move(row.pk, row.name, parent) if row and PARENT in found else ""
        if refusal:
            raise Wrong({PARENT: [refusal]})

    def _lay_person(self, draft: Draft[Customer], said: Said, country: str) -> list[Difference]:
        if not said:
            return []
        person = _same_person(draft.people, said)
        given, _cut = merged(said, person.present if person else {}, {})
        cleaned, errors = contact_actions.clean_contact(
            given, country=country, lenient=True, new=person is None
        )
        if errors:
            raise Wrong({f"contacts.0.{path}": said for path, said in errors.items()})
        if person is None:
            draft.people.append(Draft(None, dict(cleaned), wanted=dict(cleaned)))
            return [Difference(str(_("Contact")), "", _person_name(cleaned))]
        found = self.differences(person.present, cleaned)
        changes = {name: cleaned[name] for name in found}  # type: ignore[literal-required]  # names of ContactFields
        person.present |= changes
        person.wanted |= changes
        return list(found.values())

    def write(self, prepared: Any) -> Sequence[Result]:
        mine: Prepared[Customer] = prepared
        self._create_all(mine)
        changed = [draft for draft in mine.old.values() if draft.wanted]
        self.change_all(changed)
        self._write_people([draft for draft in mine.old.values() if draft.people])
        return mine.results

    def _create_all(self, prepared: Prepared[Customer]) -> None:
        rows = [
            cast("NewCustomer", custom.nested(d.present) | {"contacts": _contacts(d)})
            for d in prepared.new
        ]
        if not rows:
            return
        checked = actions.Checked(rows, [{} for _row in rows], prepared.colleagues)
        outcome = actions.create_checked(self.actor, checked)
        self.tell(prepared.new, outcome)

    def change(self, drafts: Sequence[Draft[Customer]]) -> Outcome:
        changes = [
            actions.CustomerChange(d.row, cast("CustomerFields", custom.nested(d.wanted)))
            for d in drafts
            if d.row
        ]
        return actions.change_customers(self.actor, changes, lenient=True)

    def _write_people(self, drafts: Sequence[Draft[Customer]]) -> None:
        people = list(_people(drafts))
        old = [
            contact_actions.ContactChange(p.row, cast("ContactFields", p.wanted))
            for _draft, p in people
            if p.row
        ]
        new = [
            {**p.wanted, "customer_id": draft.row.pk}
            for draft, p in people
            if p.row is None and draft.row
        ]
        if old:
            contact_actions.change_contacts(self.actor, old, lenient=True)
        if new:
            contact_actions.add_contacts(self.actor, cast("Any", new), lenient=True)


def _contacts(draft: Draft[Customer]) -> list[dict[str, Any]]:
    return [person.present for person in draft.people]


def _country_of(fields: Mapping[str, Any]) -> str:
    """Of the main address."""
    found = (item["country"] for item in fields.get("addresses", ()) if item["main"])
    return next(found, "")


def _people(drafts: Sequence[Draft[Customer]]) -> Iterator[tuple[Draft[Customer], Draft[Contact]]]:
    for draft in drafts:
        for person in draft.people:
            if person.wanted:
                yield draft, person


def _same_person(people: Sequence[Draft[Contact]], said: Said) -> Draft[Contact] | None:
    """By name; by e-mail where one of the two has no name."""
    name = text.fold(_person_name(said.fields))
    mails = {emails.key(email) for email in said.emails}
    for person in people:
        theirs = text.fold(_person_name(person.present))
        if name and theirs == name:
            return person
        shared = mails & {emails.key(item["value"]) for item in person.present.get("emails", ())}
        if shared and not (name and theirs):
            return person
    return None


def _person_name(fields: Mapping[str, Any]) -> str:
    names = (fields.get("first_name", ""), fields.get("last_name", ""))
    mails = fields.get("emails") or []
    return " ".join(name for name in names if name) or next((m["value"] for m in mails), "")


IMPORTER: Final = Importer(
    kind="customers",
    title=pgettext_lazy("list", "Customers"),
    permissions=("customers.add", "customers.change", "contacts.add", "contacts.change"),
    properties=CUSTOMERS,
    more=lambda: custom_columns(CUSTOMER),
    matches={
        "number": display.LABELS["number"],
        "external_id": display.LABELS["external_id"],
        "email": gettext_lazy("E-mail"),
        "name": gettext_lazy("Name and postcode"),
    },
    needs=("name", "contact_name", "contact_last_name"),
    url_name="customers:detail",
    open=CustomerSession,
)
