"""All there is about one contact: what the file about a person tells and what erasing looks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from klientel.foundation.access import Actor
from klientel.services.customfields import reading
from klientel.services.customfields.choices import Type
from klientel.services.files.models import StoredFile
from klientel.services.journal import queries as journal
from klientel.services.journal.models import Entry, Mention
from klientel.services.journal.queries import Item
from klientel.services.notifications.about import mails_to
from klientel.services.notifications.models import OutboxMail
from klientel.services.transfer import about
from klientel.services.transfer.about import Came, Sought

from . import queries, tombstones
from .choices import PointKind
from .facts import CONTACT, ContactChanged
from .fields import ContactFields
from .models import Contact, ContactPoint, Customer, Note, Tagging
from .seeing import Seen, who_sees

PAGE = 200
REACH = (Type.EMAIL, Type.PHONE)
SHORTEST = 4  # letters of a name that is looked for in texts of others


@dataclass
class Person:
    """One contact with everything that says something about them; each part is read once."""

    actor: Actor
    contact: Contact

    @cached_property
    def fields(self) -> ContactFields:
        return queries.contact_fields([self.contact])[self.contact.pk]

    @cached_property
    def points(self) -> list[ContactPoint]:
        """Those in the bin as well."""
        return list(ContactPoint.objects.filter(contact=self.contact).order_by("pk"))

    @cached_property
    def taggings(self) -> list[Tagging]:
        """How they are marked, and were: tags that were taken off as well."""
        return list(Tagging.objects.filter(contact=self.contact).order_by("pk"))

    @cached_property
    def notes(self) -> list[Note]:
        return list(Note.objects.filter(contact=self.contact).order_by("pk"))

    @cached_property
    def files(self) -> list[StoredFile]:
        return list(StoredFile.objects.of((CONTACT, self.contact.pk)).order_by("pk"))

    @property
    def emails(self) -> list[str]:
        found = [point.value for point in self.points if point.kind == PointKind.EMAIL]
        return list(dict.fromkeys([*found, *([self.contact.email] if self.contact.email else [])]))

    @cached_property
    def words(self) -> list[str]:
        """What they are known by in texts of others: full name, addresses, numbers."""
        both = f"{self.contact.first_name} {self.contact.last_name}".strip()
        name = both if self.contact.first_name and self.contact.last_name else ""
        alone = "" if name else both
        reached = [point.value for point in self.points] + self._reached_by_custom()
        found = [name, alone, *self.former, *self.emails, *reached]
        return list(dict.fromkeys(word for word in found if len(word) >= SHORTEST))

    def _reached_by_custom(self) -> list[str]:
        held = self.contact.custom
        known = reading.fields(CONTACT).every if held else []
        return [str(held[each.key]) for each in known if each.key in held and each.type in REACH]

    @property
    def former(self) -> list[str]:
        """Full names they had before, as the history tells."""
        found = []
        first, last = self.contact.first_name, self.contact.last_name
        for item in self.history:
            before = item.data.get("before") if item.kind == ContactChanged.kind else None
            if isinstance(before, dict) and {"first_name", "last_name"} & before.keys():
                first, last = before.get("first_name", first), before.get("last_name", last)
                if first and last:
                    found.append(f"{first} {last}")
        return found

    @cached_property
    def naming(self) -> list[Note]:
        """Notes on their customer that name them."""
        if self.contact.customer_id is None:
            return []
        found = Note.objects.filter(customer=self.contact.customer_id, deleted_at=None)
        return [note for note in found.order_by("pk") if self.is_named_in(note.text)]

    @cached_property
    def customer(self) -> Customer | None:
        """As far as the reader sees it."""
        if self.contact.customer_id is None:
            return None
        seen = Customer.objects.visible_to(self.actor)
        return seen.filter(pk=self.contact.customer_id).first()

    def is_named_in(self, text: str) -> bool:
        folded = text.casefold()
        return any(word.casefold() in folded for word in self.words)

    @cached_property
    def history(self) -> list[Item]:
        """The whole of it, newest first."""
        found: list[Item] = []
        subject, before = (CONTACT, self.contact.pk), 0
        merged = tombstones.merged_keys(self.contact)
        while True:
            items = journal.timeline(self.actor, subject, limit=PAGE, before=before, also=merged)
            found += items
            if len(items) < PAGE:
                return found
            before = items[-1].entry_id

    @cached_property
    def batches(self) -> list[str]:
        """The acts that wrote anything about them."""
        key = self.contact.pk
        about_them = Mention.objects.filter(model=CONTACT, first__lte=key, last__gte=key)
        entries = Entry.objects.filter(pk__in=about_them.values("entry"))
        return list(dict.fromkeys(entries.values_list("batch_id", flat=True)))

    @cached_property
    def mails(self) -> list[OutboxMail]:
        return list(mails_to(self.emails).order_by("pk"))

    @cached_property
    def imports(self) -> list[Came]:
        words = [word for word in self.words if "@" in word or " " in word]
        return about.came_by(Sought("contacts", self.contact.pk, self.batches, words))

    @cached_property
    def seen(self) -> Seen:
        return who_sees(self.contact)

    @cached_property
    def authors(self) -> Mapping[int, str]:
        return queries.authors_of([*self.notes, *self.naming])


def as_data(person: Person) -> dict[str, Any]:
    """The machine-readable half: everything, by stable names."""
    contact, customer = person.contact, person.customer
    gone = [point for point in person.points if point.deleted_at]
    return {
        "format": "klientel-person/1",
        "id": contact.pk,
        "name": contact.name,
        "created_at": contact.created_at.isoformat(),
        "updated_at": contact.updated_at.isoformat(),
        "customer": {"number": customer.number, "name": customer.name} if customer else None,
        "fields": dict(person.fields),
        "deleted_points": [{"kind": point.kind, "value": point.value} for point in gone],
        "notes": [_note(note, person.authors) for note in person.notes],
        "notes_naming": [_note(note, person.authors) for note in person.naming],
        "files": [_file(path, file) for path, file in paths(person.files)],
        "history": [_entry(item) for item in person.history],
        "mails": [_mail(mail) for mail in person.mails],
        "imports": [_import(came) for came in person.imports],
        "seen_by": [
            {"name": seer.user.name, "role": seer.user.role, "may_edit": seer.may_edit}
            for seer in person.seen.seers
        ],
    }


def _file(path: str, file: StoredFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "kind": file.kind,
        "bytes": file.size,
        "sha256": file.digest,
        "path": path,
        "added_at": file.created_at.isoformat(),
    }


def _entry(item: Item) -> dict[str, Any]:
    return {
        "at": item.at.isoformat(),
        "by": item.actor,
        "way": item.origin,
        "kind": item.kind,
        "data": dict(item.data),
    }


def _mail(mail: OutboxMail) -> dict[str, Any]:
    return {
        "at": mail.created_at.isoformat(),
        "to": mail.recipient,
        "state": mail.state,
        "subject": mail.subject,
        "text": mail.text,
    }


def _import(came: Came) -> dict[str, Any]:
    return {
        "at": came.run.created_at.isoformat(),
        "by": came.run.owner_label,
        "file": came.run.file_name,
        "rows": [row.row for row in came.rows],
    }


def _note(note: Note, authors: Mapping[int, str]) -> dict[str, Any]:
    return {
        "text": note.text,
        "pinned": note.pinned,
        "author": authors.get(note.pk, ""),
        "written_at": note.created_at.isoformat(),
        "deleted_at": note.deleted_at.isoformat() if note.deleted_at else None,
    }


def paths(files: Sequence[StoredFile]) -> Iterator[tuple[str, StoredFile]]:
    """Where each lies in the archive: two may have the same name."""
    for file in files:
        yield f"files/{file.pk}-{file.name.replace('/', '_')}", file
