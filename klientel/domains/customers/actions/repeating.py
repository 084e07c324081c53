"""Removing once more what an older backup has brought back."""

from __future__ import annotations

from klientel.domains.customers.binned import Kind
from klientel.domains.customers.facts import CONTACT, CUSTOMER, NOTE
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import Actor
from klientel.services.files.actions import attaching
from klientel.services.files.facts import FILE
from klientel.services.files.models import StoredFile
from klientel.services.journal.forgetting import pseudonym
from klientel.services.privacy.models import Why

from . import deleting, erasing, notes, purging

KINDS: dict[str, Kind] = {
    CUSTOMER: "customers",
    CONTACT: "contacts",
    NOTE: "notes",
    FILE: "files",
}


def remove_again(actor: Actor, model: str, key: int, *, why: str) -> bool:
    """Whether there was something to remove. Raises LookupError for a model of no kind."""
    actor.require("privacy.erase" if why == Why.ERASED else "privacy.purge")
    kind = KINDS.get(model)
    if kind is None:
        raise LookupError(model)
    if why == Why.ERASED:
        return _erased(actor, key)
    _into_the_bin(actor, kind, key)
    return any(purging.purge(actor, {kind: [key]}, why=Why(why)).values())


def _erased(actor: Actor, key: int) -> bool:
    found = Contact.objects.filter(pk=key).exclude(last_name=pseudonym(key)).first()
    if found is None:
        return False
    erasing.erase_contact(actor, found)
    return True


def _into_the_bin(actor: Actor, kind: Kind, key: int) -> None:
    """What was deleted after the backup was made is live again."""
    if kind == "customers":
        deleting.delete_customers(actor, Customer.objects.filter(pk=key, deleted_at=None))
    elif kind == "contacts":
        deleting.delete_contacts(actor, Contact.objects.filter(pk=key, deleted_at=None))
    elif kind == "notes":
        for note in Note.objects.filter(pk=key, deleted_at=None):
            notes.delete_note(actor, note)
    else:
        attaching.delete_files(actor, list(StoredFile.objects.filter(pk=key, deleted_at=None)))
