"""The history of a record: what the journal tells of it, and what was noted about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from klientel.foundation.access import Actor
from klientel.foundation.lib.digits import whole
from klientel.services.journal import queries as journal
from klientel.services.journal.toasts import undo_url

from . import policy, queries
from .display import Words, label
from .facts import CONTACT, CUSTOMER, NOTE, NoteAdded, NoteChanged, NoteDeleted, NoteRestored
from .models import Contact, Customer, Note

PAGE = 20
NAMED = 5  # companies one entry names
NOTE_ICON = "message-square-text"
OF_CONTACTS = ("customers.contact.", "customers.note.")
ICONS = {
    "files.file.added": "upload",
    "files.picture.changed": "circle-user-round",
    "created": "circle-plus",
    "added": "user-plus",
    "changed": "pencil",
    "deleted": "trash-2",
    "restored": "rotate-ccw",
    "merged": "merge",
    "parted": "split",
    "undone": "undo-2",
    "associated": "link-2",
    "released": "unlink",
    "ended": "unlink",
    "erased": "shield-check",
}
NOTES = (NoteAdded, NoteChanged, NoteDeleted, NoteRestored)
SHOWN = ("", "notes", "changes")  # what of it: all, or one of the two
ORIGINS = {
    "api": gettext_lazy("API"),
    "import": pgettext_lazy("origin", "Import"),
    "cli": gettext_lazy("Command line"),
    "demo": gettext_lazy("Demo data"),
    "undo": gettext_lazy("Undo"),
}


def _icon(kind: str, act: str) -> str:
    return ICONS.get(kind) or ICONS.get(act, "history")


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Written:
    """A note, ready to be shown."""

    text: str
    is_pinned: bool
    edit: str  # empty for who may not


@dataclass(frozen=True)
class Line:
    """One entry of a history, ready to be shown."""

    icon: str
    text: str
    who: str
    at: datetime
    undo: str = ""
    differences: Sequence[Difference] = ()
    note: Written | None = None
    is_of_contact: bool = False  # on the page of its customer
    contact: Contact | None = None
    companies: Sequence[Customer] = ()  # that came to belong to it or left it; those one sees


@dataclass
class History:
    show: str = ""
    days: list[tuple[str, list[Line]]] = field(default_factory=list)
    pinned: list[Line] = field(default_factory=list)
    before: int = 0  # the entry or note to go on before; 0 when everything is shown


class Shown(Protocol):
    """A record on its page."""

    @property
    def actor(self) -> Actor: ...
    @property
    def row(self) -> Customer | Contact: ...
    @property
    def words(self) -> Words: ...
    @property
    def merged(self) -> Sequence[int]:
        """Records whose history is told as its own."""

    @property
    def newest(self) -> Sequence[journal.Item]:
        """The first PAGE entries of its history."""


def history(shown: Shown, *, given: Mapping[str, str]) -> History:
    """A page of it. `given` may hold what to `show`, and where the last page ended: `before`."""
    show = given.get("show", "")
    reader = _Reader(shown)
    found = History(show if show in SHOWN else "")
    make = reader.notes if found.show == "notes" else reader.entries
    before = whole(given.get("before", "")) or 0
    lines, found.before = make(found.show, before)
    grouped = groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    found.days = [(_day(day), list(each)) for day, each in grouped]
    if found.show != "changes" and not before:
        found.pinned = reader.pinned()
    return found


@dataclass
class _Reader:
    shown: Shown

    def __post_init__(self) -> None:
        self.actor, self.record = self.shown.actor, self.shown.row

    @property
    def _about(self) -> QuerySet[Note]:
        """Of the record; those of its contacts stand on the page of a customer, too."""
        found = Note.objects.visible_to(self.actor)
        if isinstance(self.record, Contact):
            return found.filter(contact=self.record)
        # By keys, so that each half of the OR has an index.
        theirs = Q(contact__in=Contact.objects.visible_to(self.actor).filter(customer=self.record))
        return found.filter(Q(customer=self.record) | theirs).select_related("contact")

    def pinned(self) -> list[Line]:
        return self._note_lines(list(self._about.filter(pinned=True).order_by("-pk")[:PAGE]))

    def notes(self, _show: str, before: int) -> tuple[list[Line], int]:
        found = self._about.filter(pinned=False).order_by("-pk")
        notes = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
        more = notes[PAGE - 1].pk if len(notes) > PAGE else 0
        return self._note_lines(notes[:PAGE]), more

    def entries(self, show: str, before: int) -> tuple[list[Line], int]:
        items = self._items(show, before) if show or before else self.shown.newest
        self.shown.words.learn(_managers(items))
        notes = self._about.in_bulk(
            [item.data["note"] for item in items if item.kind == NoteAdded.kind]
        )
        people = self._people(items)
        companies = self._companies(items)
        lines = [
            replace(
                self._line(item, notes=notes, people=people),
                companies=[companies[key] for key in _named(item) if key in companies],
            )
            for item in items
        ]
        return lines, items[-1].entry_id if len(items) == PAGE else 0

    def _items(self, show: str, before: int) -> Sequence[journal.Item]:
        subject = (CONTACT if isinstance(self.record, Contact) else CUSTOMER, self.record.pk)
        without = NOTES if show == "changes" else ()
        return journal.timeline(
            self.actor, subject, limit=PAGE, before=before, without=without, also=self.shown.merged
        )

    def _people(self, items: Sequence[journal.Item]) -> dict[int, list[Contact | None]]:
        """By entry, the contacts it is about; None for one that is not there any more."""
        if isinstance(self.record, Contact):
            return {}
        about = [item.entry_id for item in items if item.kind.startswith(OF_CONTACTS)]
        named = journal.mentioned(CONTACT, about)
        keys = {key for found in named.values() for key in found}
        live = Contact.objects.visible_to(self.actor).in_bulk(sorted(keys))
        return {entry: [live.get(key) for key in found] for entry, found in named.items()}

    def _companies(self, items: Sequence[journal.Item]) -> dict[int, Customer]:
        keys = {key for item in items for key in _named(item)}
        seen = Customer.objects.visible_to(self.actor).only("name")
        return seen.in_bulk(sorted(keys)) if keys else {}

    def _line(
        self,
        item: journal.Item,
        *,
        notes: Mapping[int, Note],
        people: Mapping[int, list[Contact | None]],
    ) -> Line:
        origin = str(ORIGINS.get(item.origin, ""))
        note = notes.get(item.data["note"]) if item.kind == NoteAdded.kind else None
        of = people.get(item.entry_id, [])
        subject, _dot, act = item.kind.rpartition(".")
        return Line(
            icon=NOTE_ICON if subject == NOTE else _icon(item.kind, act),
            text=item.text,
            who=f"{item.actor} ({origin})" if origin and origin != item.actor else item.actor,
            at=item.at,
            undo=undo_url(item.batch) if item.may_undo else "",
            differences=differences(item.data, self.shown.words),
            note=self._written(note) if note and not note.pinned else None,
            is_of_contact=bool(of),
            contact=of[0] if len(of) == 1 else None,
        )

    def _note_lines(self, notes: Sequence[Note]) -> list[Line]:
        authors = queries.authors_of(notes) if notes else {}
        return [
            Line(
                icon=NOTE_ICON,
                text="",
                who=authors.get(note.pk, ""),
                at=note.created_at,
                note=self._written(note),
                is_of_contact=isinstance(self.record, Customer) and note.contact is not None,
                contact=note.contact,
            )
            for note in notes
        ]

    def _written(self, note: Note) -> Written:
        """Who may not edit the contact finds its notes without a pen, as on its own page."""
        owner = note.contact if note.contact_id else self.record
        area = "contacts" if note.contact_id else "customers"
        edit = ""
        if owner is not None and policy.may_note(self.actor, owner):
            edit = reverse(f"{area}:note", args=[owner.pk, note.pk])
        return Written(note.text, note.pinned, edit)


def differences(data: Mapping[str, Any], words: Words) -> list[Difference]:
    """Old and new field by field, where the entry tells them."""
    before, after = data.get("before"), data.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return [
        Difference(label(name), words.say(name, before.get(name, "")), words.say(name, value))
        for name, value in after.items()
    ]


def _named(item: journal.Item) -> Sequence[int]:
    """The subsidiaries an entry tells of; a line has room for some."""
    found: Sequence[int] = item.data.get("subsidiaries", ())
    return found[:NAMED]


def _managers(items: Iterable[journal.Item]) -> Iterable[str]:
    for item in items:
        for side in ("before", "after"):
            values = item.data.get(side)
            if isinstance(values, dict):
                yield values.get("account_manager", "")
                yield from values.get("team", ())


def _day(day: date) -> str:
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if (today - day).days == 1:
        return _("Yesterday")
    return date_format(day, "DATE_FORMAT")
