"""Erasing a person (Art. 17): the contact stays as a pseudonym, everything about them goes.

One act that cannot be undone. What the law or somebody else's rights keep is in the registry of
personal columns, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from klientel.domains.customers.facts import CONTACT, CUSTOMER, NOTE, ContactErased
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.person import Person
from klientel.domains.customers.purposes import PURPOSES
from klientel.foundation.access import Actor
from klientel.foundation.db import personal
from klientel.foundation.db.personal import Erased
from klientel.foundation.db.rows import column
from klientel.foundation.lib.sentences import gettext as _
from klientel.foundation.rest import forgetting as answers
from klientel.services.bulk import forgetting as changes
from klientel.services.customfields import reading
from klientel.services.customfields.choices import WORDS
from klientel.services.files.actions import purging as files
from klientel.services.files.facts import FILE
from klientel.services.journal import forgetting, security
from klientel.services.journal.forgetting import Words, pseudonym
from klientel.services.journal.writing import Work, writing
from klientel.services.long_searches import forgetting as searches
from klientel.services.notifications import forgetting as mails
from klientel.services.privacy.models import Removal, Why
from klientel.services.saved_views.actions import forgetting as views
from klientel.services.transfer import forgetting as imports

POINT = "customers.contactpoint"
TAGGING = "customers.tagging"
OFF = (*PURPOSES, "active", "receives_notifications", "portal_access")


@dataclass(frozen=True)
class Preview:
    """How much goes, and how much stays without saying who it was."""

    points: int
    notes: int
    files: int
    mails: int
    imports: int  # whose stored file goes
    naming: int  # notes of the customer in which the name is replaced
    entries: int  # of the history


def preview(actor: Actor, contact: Contact) -> Preview:
    actor.require("privacy.erase")
    person = Person(actor, contact)
    return Preview(
        points=len(person.points),
        notes=len(person.notes),
        files=len(person.files),
        mails=len(person.mails),
        imports=len(person.imports),
        naming=len(person.naming),
        entries=len(forgetting.entries_about({CONTACT: [contact.pk]})),
    )


def erase_contact(actor: Actor, contact: Contact) -> Contact:
    """With the records that were merged into it.

    Raises ValidationError while an import that names them is being worked on.
    """
    actor.require("privacy.erase")
    with writing(actor) as work:
        rows = Contact.objects.select_for_update(of=("self",))
        row = rows.get(pk=contact.pk)
        for same in rows.filter(merged_into=row).order_by("pk"):
            _erase(actor, work, same)
        _erase(actor, work, row)
    return row


def _erase(actor: Actor, work: Work, row: Contact) -> None:
    person = Person(actor, row)
    if imports.is_busy(person.imports):
        sentence = _("An import that names this person is running. Try again when it is done.")
        raise ValidationError({"contact": [sentence]})
    words = Words(person.words, pseudonym(row.pk))
    _forget_elsewhere(person, words)
    views.forget(actor, words)
    _rename_in_texts(work, person, words)
    _remove_parts(actor, work, person)
    work.rewrite((row, nameless(row)))
    work.record(ContactErased(contact_id=row.pk, customer_id=row.customer_id))
    Removal.objects.create(
        model=CONTACT, key=row.pk, why=Why.ERASED, actor_id=actor.user_id, at=work.at
    )
    security.log("privacy.erased", actor, contact=row.pk)


def nameless(contact: Contact) -> dict[str, Any]:
    """What the registry says of each column, and no more ways to be written to."""
    columns = personal.columns_of(CONTACT).items()
    blank = (name for name, kept in columns if kept.erased == Erased.BLANK)
    values: dict[str, Any] = {name: column(Contact, name).get_default() for name in blank}
    values |= {n: pseudonym(contact.pk) for n, kept in columns if kept.erased == Erased.PSEUDONYM}
    return values | dict.fromkeys(OFF, False)


def _forget_elsewhere(person: Person, words: Words) -> None:
    """Read before anything goes: what is looked for is what the person was known by."""
    batches, known, emails = person.batches, person.words, person.emails
    found = person.imports
    key = person.contact.pk
    notes, kept = [row.pk for row in person.notes], [row.pk for row in person.files]
    subjects = {CONTACT: [key], NOTE: notes, FILE: kept}
    rows = {
        **subjects,
        POINT: [row.pk for row in person.points],
        TAGGING: [row.pk for row in person.taggings],
    }
    customers = {key for model, key in _mentioned(person) if model == CUSTOMER} | {
        person.contact.customer_id or 0
    }
    forgetting.forget(subjects, rows)
    naming = [row.pk for row in person.naming]
    forgetting.rename({CUSTOMER: sorted(customers), NOTE: naming}, words)
    imports.forget(found, words)
    changes.forget("contacts", person.contact.pk, words)
    searches.forget("contacts", person.contact.pk, words)
    mails.forget(emails)
    answers.forget(batches=batches, words=known)


def _mentioned(person: Person) -> set[tuple[str, int]]:
    """Everybody whom entries about this person are about."""
    entries = forgetting.entries_about({CONTACT: [person.contact.pk]})
    return forgetting.subjects_of(entries)


def _rename_in_texts(work: Work, person: Person, words: Words) -> None:
    work.rewrite(*((note, {"text": words.replaced(note.text)}) for note in person.naming))
    if person.contact.customer_id is None:
        return
    of_them = Customer.objects.filter(pk=person.contact.customer_id)
    for row in of_them.select_for_update(of=("self",)):
        texts = {each.key for each in reading.fields(CUSTOMER).every if each.type in WORDS}
        custom = {k: words.replaced(v) if k in texts else v for k, v in row.custom.items()}
        kept = {"note": words.replaced(row.note), "custom": custom}
        if kept != {"note": row.note, "custom": row.custom}:
            work.rewrite((row, kept))


def _remove_parts(actor: Actor, work: Work, person: Person) -> None:
    work.purge(*person.notes)
    work.purge(*person.points)
    work.purge(*person.taggings)
    files.purge_files(actor, person.files)
