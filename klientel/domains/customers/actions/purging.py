"""Deleting for good what lies in the bin, with all that hangs on it.

Rows go; entries of the journal stay and forget what they said about them. It cannot be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from klientel.domains.customers.binned import Kind
from klientel.domains.customers.facts import CONTACT, CUSTOMER, NOTE, BinPurged
from klientel.domains.customers.models import (
    Address,
    Contact,
    ContactPoint,
    Customer,
    EmailDomain,
    Note,
    Tagging,
    TeamMember,
)
from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.db.rows import Row, label
from klientel.services.bulk import forgetting as changes
from klientel.services.files.actions import purging as files
from klientel.services.files.facts import FILE
from klientel.services.files.models import Purpose, StoredFile
from klientel.services.journal import forgetting, security
from klientel.services.journal import queries as journal
from klientel.services.journal.writing import Work, writing
from klientel.services.long_searches import forgetting as searches
from klientel.services.privacy.models import Removal, Why
from klientel.services.transfer import forgetting as imports

from . import families

AT_ONCE = 200
Chosen = Mapping[Kind, Sequence[int]]


@dataclass
class Going:
    """Rows of the bin and all that hangs on them, whenever it went there."""

    customers: list[Customer] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    parts: list[Sequence[Row]] = field(default_factory=list)

    @property
    def subjects(self) -> dict[str, list[int]]:
        """Whom entries of the journal can name."""
        kinds: dict[str, Sequence[Row]] = {
            CUSTOMER: self.customers,
            CONTACT: self.contacts,
            NOTE: self.notes,
            FILE: self.files,
        }
        return {model: [row.pk for row in rows] for model, rows in kinds.items()}

    @property
    def counts(self) -> dict[str, int]:
        shown = [row for row in self.files if row.purpose == Purpose.FILE]
        return {
            "customers": len(self.customers),
            "contacts": len(self.contacts),
            "notes": len(self.notes),
            "files": len(shown),
        }


def going(chosen: Chosen) -> Going:
    """What of these keys is in the bin, and what goes with it, merged records among them."""
    binned = Q(deleted_at__isnull=False)
    wanted = chosen.get("customers", ())
    merged = Q(merged_into__in=wanted, merged_into__deleted_at__isnull=False)
    customers = Customer.objects.filter(binned, Q(pk__in=wanted) | merged)
    found = Going(customers=list(customers.order_by("pk")))
    keys = [row.pk for row in found.customers]
    contacts = Q(pk__in=chosen.get("contacts", ())) | Q(customer__in=keys)
    found.contacts = list(Contact.objects.filter(binned & contacts).order_by("pk"))
    people = [row.pk for row in found.contacts]
    same = Contact.objects.filter(merged_into__in=people).exclude(pk__in=people)
    found.contacts += same.order_by("pk")
    people = [row.pk for row in found.contacts]
    owner = Q(customer__in=keys) | Q(contact__in=people)
    notes = owner | (binned & Q(pk__in=chosen.get("notes", ())))
    found.notes = list(Note.objects.filter(notes).order_by("pk"))
    files = Q(subject=CUSTOMER, subject_id__in=keys) | Q(subject=CONTACT, subject_id__in=people)
    files |= binned & Q(pk__in=chosen.get("files", ()))
    found.files = list(StoredFile.objects.filter(files).order_by("pk"))
    found.parts = [
        list(ContactPoint.objects.filter(owner)),
        list(Tagging.objects.filter(owner)),
        list(Address.objects.filter(customer__in=keys)),
        list(EmailDomain.objects.filter(customer__in=keys)),
        list(TeamMember.objects.filter(customer__in=keys)),
    ]
    return found


@dataclass(frozen=True)
class Preview:
    """What purging would do: how much goes, and what of it stays."""

    counts: Mapping[str, int]
    entries: int  # of the history, which stay without what they say about these
    subsidiaries: int  # whose relation ends for good


def preview(actor: Actor, chosen: Chosen) -> Preview:
    actor.require("privacy.purge")
    found = going(chosen)
    entries = sum(
        journal.count_about(model, found.subjects[model]) for model in (CUSTOMER, CONTACT)
    )
    keys = found.subjects[CUSTOMER]
    below = Customer.objects.filter(parent__in=keys).exclude(pk__in=keys)
    return Preview(found.counts, entries, below.count())


def purge(actor: Actor, chosen: Chosen, *, why: Why = Why.BIN) -> dict[str, int]:
    """Of rows this actor sees in the bin. Returns how much of each kind has gone."""
    actor.require("privacy.purge")
    total = {"customers": 0, "contacts": 0, "notes": 0, "files": 0}
    for kind, keys in chosen.items():
        for piece in bulk.pieces(keys, AT_ONCE):
            for name, count in _purge(actor, {kind: piece}, why).items():
                total[name] += count
    if any(total.values()):
        security.log("privacy.purged", actor, **total)
    return total


def _purge(actor: Actor, chosen: Chosen, why: Why) -> dict[str, int]:
    with writing(actor) as work:
        _lock(chosen)
        found = going(chosen)
        if not any(found.subjects.values()):
            return {}
        _forget(found)
        _part(work, found.subjects[CUSTOMER])
        for rows in [found.notes, *found.parts]:
            work.purge(*rows)
        files.purge_files(actor, found.files)
        for records in (found.contacts, found.customers):  # first those that lead to others
            work.purge(*(row for row in records if row.merged_into_id))
            work.purge(*(row for row in records if not row.merged_into_id))
        work.record(BinPurged(**found.counts))
        _log(actor, found, why)
    return found.counts


def _lock(chosen: Chosen) -> None:
    """Who restores one of them meanwhile is waited for."""
    customers = Customer.objects.filter(pk__in=chosen.get("customers", ()))
    list(customers.order_by("pk").select_for_update())
    contacts = Contact.objects.filter(pk__in=chosen.get("contacts", ()))
    list(contacts.order_by("pk").select_for_update())


def _part(work: Work, parents: Sequence[int]) -> None:
    """Those who belonged to them are independent for good."""
    below = Customer.objects.filter(parent__in=parents).exclude(pk__in=parents)
    work.rewrite(*((row, families.NONE) for row in below.select_for_update()))
    inner = Customer.objects.filter(parent__in=parents, pk__in=parents)
    work.rewrite(*((row, families.NONE) for row in inner))


def _forget(found: Going) -> None:
    rows = dict(found.subjects)
    for parts in found.parts:
        if parts:
            rows[label(type(parts[0]))] = [row.pk for row in parts]
    forgetting.forget(found.subjects, rows)
    for kind, model in (("customers", CUSTOMER), ("contacts", CONTACT)):
        imports.forget_rows(kind, found.subjects[model])
        changes.forget_rows(kind, found.subjects[model])
        searches.forget_rows(kind, found.subjects[model])


def _log(actor: Actor, found: Going, why: Why) -> None:
    Removal.objects.bulk_create(
        Removal(model=model, key=key, why=why, actor_id=actor.user_id)
        for model, keys in found.subjects.items()
        for key in keys
    )
