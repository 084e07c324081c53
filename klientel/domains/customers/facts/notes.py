"""What can happen to notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from klientel.services.journal.facts import Fact, Subject

from .records import CONTACT, CUSTOMER, Changed

NOTE = "customers.note"


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

    personal: ClassVar = {CONTACT: ("name",)}

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
class NoteRestored(AboutNote):
    kind: ClassVar = "customers.note.restored"
    said: ClassVar = gettext_lazy("Note on %(name)s restored")
    plain: ClassVar = gettext_lazy("Note restored")


@dataclass(frozen=True, kw_only=True)
class NoteChanged(OfNote, Changed):
    kind: ClassVar = "customers.note.changed"
    said: ClassVar = gettext_lazy("Note on %(name)s edited")
    plain: ClassVar = gettext_lazy("Note edited")
    personal: ClassVar = {CONTACT: ("name",), NOTE: ("before", "after")}
