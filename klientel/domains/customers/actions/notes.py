"""Notes on customers and contacts: written, changed and deleted by whoever may edit the record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from klientel.domains.customers import policy
from klientel.domains.customers.cleaning import LENGTHS
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.facts import NoteAdded, NoteChanged, NoteDeleted, NoteRestored
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import Actor, demand
from klientel.foundation.lib import text as texts
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.writing import writing

from . import merging


def add_note(actor: Actor, record: Customer | Contact, *, text: str, pinned: bool = False) -> Note:
    """Raises ValidationError, PermissionDenied, and Conflict when the record was deleted."""
    actor.require(_right(record))
    wanted = _clean(text)
    with writing(actor) as work:
        demand(policy.may_note(actor, _locked(record)))
        note = Note(text=wanted, pinned=pinned)
        if isinstance(record, Customer):
            note.customer_id = record.pk
        else:
            note.contact_id = record.pk
        work.insert(note)
        work.record(NoteAdded(note_id=note.pk, **_about(note)))
    return note


def change_note(actor: Actor, note: Note, *, version: int | None = None, **fields: Any) -> Note:
    """`fields` are `text` and `pinned`. Raises Conflict where two people changed the same."""
    given = {**fields, "text": _clean(fields["text"])} if "text" in fields else dict(fields)
    with writing(actor) as work:
        row = _locked_note(note)
        if row is None:
            raise Conflict(note, [])
        demand(policy.may_change_note(actor, row))
        before = note_fields(row)
        mine = merging.merge(row, NoteChanged, present=before, given=given, version=version)
        if mine:
            work.update((row, mine))
            work.record(
                NoteChanged(
                    version=row.version,
                    before={name: before[name] for name in mine},
                    after=mine,
                    note_id=row.pk,
                    **_about(row),
                )
            )
    return row


def delete_note(actor: Actor, note: Note) -> None:
    """One that is deleted already is passed over."""
    with writing(actor) as work:
        row = _locked_note(note)
        if row is None:
            return
        demand(policy.may_change_note(actor, row))
        work.delete(row)
        work.record(NoteDeleted(note_id=row.pk, **_about(row)))


def restore_note(actor: Actor, note: Note) -> None:
    """One that is not in the bin is passed over. Raises Conflict when its record is there, too."""
    with writing(actor) as work:
        binned = Note.objects.filter(pk=note.pk).exclude(deleted_at=None)
        row = binned.select_for_update(of=("self",)).first()
        record = (row.contact or row.customer) if row else None
        if row is None or record is None:
            return
        demand(policy.may_note(actor, _locked(record)))
        work.restore(row)
        work.record(NoteRestored(note_id=row.pk, **_about(row)))


def note_fields(note: Note) -> dict[str, Any]:
    return {"text": note.text, "pinned": note.pinned}


def _clean(given: str) -> str:
    found = texts.clean(given, multiline=True)
    most = LENGTHS["note"]
    if not found:
        raise ValidationError({"text": [_("Write something first.")]})
    if len(found) > most:
        raise ValidationError({"text": [_("At most %(count)s characters.") % {"count": most}]})
    return found


def _right(record: Customer | Contact) -> str:
    return "customers.change" if isinstance(record, Customer) else "contacts.change"


def _locked(record: Customer | Contact) -> Customer | Contact:
    """Locked, so that it is not deleted while somebody writes about it."""
    live = type(record)._base_manager.filter(pk=record.pk, deleted_at=None)
    found = live.select_for_update(of=("self",)).first()
    if found is None:
        raise Conflict(record, [])
    return found


def _locked_note(note: Note) -> Note | None:
    """None when it is deleted meanwhile."""
    live = Note.objects.filter(pk=note.pk, deleted_at=None)
    return live.select_for_update(of=("self",)).first()


def _about(note: Note) -> dict[str, Any]:
    """Whose history tells of it: the contact's and its customer's, or the customer's alone."""
    if note.contact is None:
        return {"name": "", "customer_id": note.customer_id}
    contact = note.contact
    return {"name": contact.name, "contact_id": contact.pk, "customer_id": contact.customer_id}
