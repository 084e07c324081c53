"""What lies in the bin, what went there together with it, and who put it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.foundation.lib import text
from klientel.services.files.models import Purpose, StoredFile
from klientel.services.journal import queries as journal
from klientel.services.journal.models import Batch

from .facts import CONTACT, CUSTOMER
from .facts.leaving import counted
from .models import Contact, Customer, Note

Kind = Literal["customers", "contacts", "notes", "files"]
KINDS: tuple[Kind, ...] = ("customers", "contacts", "notes", "files")
Binned = Customer | Contact | Note | StoredFile
AT_ONCE = 500


def customers(actor: Actor) -> QuerySet[Customer]:
    found = Customer.objects.visible_to(actor, deleted=True)
    return found if actor.may("customers.delete") else found.none()


def contacts(actor: Actor) -> QuerySet[Contact]:
    """Without those that went with their customer: they come back with it."""
    found = Contact.objects.visible_to(actor, deleted=True)
    return _alone(found, customer=Customer) if actor.may("contacts.delete") else found.none()


def notes(actor: Actor) -> QuerySet[Note]:
    """Of records that somebody may edit; without those that went with theirs."""
    found = _alone(Note.objects.visible_to(actor, deleted=True), customer=Customer, contact=Contact)
    if not actor.may("customers.change"):
        found = found.filter(customer=None)
    return found if actor.may("contacts.change") else found.filter(contact=None)


def files(actor: Actor) -> QuerySet[StoredFile]:
    """Those of a record in the bin come back with it."""
    found = StoredFile.objects.visible_to(actor, deleted=True).filter(purpose=Purpose.FILE)
    return found if actor.may("files.delete") else found.none()


READERS: Mapping[Kind, Callable[[Actor], QuerySet[Any]]] = {
    "customers": customers,
    "contacts": contacts,
    "notes": notes,
    "files": files,
}


def _alone(rows: RowQuerySet[Any], **owners: type[Row]) -> RowQuerySet[Any]:
    for name, model in owners.items():
        with_it = model._base_manager.filter(
            pk=OuterRef(name), deleted_batch=OuterRef("deleted_batch")
        )
        rows = rows.filter(~Exists(with_it))
    return rows


def open_kinds(actor: Actor) -> list[Kind]:
    """What this actor may find in the bin at all."""
    rights: dict[Kind, bool] = {
        "customers": actor.may("customers.delete"),
        "contacts": actor.may("contacts.delete"),
        "notes": actor.may("customers.change") or actor.may("contacts.change"),
        "files": actor.may("files.delete"),
    }
    return [kind for kind, may in rights.items() if may]


def of_act(actor: Actor, batch: str) -> dict[Kind, list[Any]]:
    """All that one act put into the bin and this actor may bring back."""
    found = {kind: list(READERS[kind](actor).filter(deleted_batch=batch)) for kind in KINDS}
    return {kind: rows for kind, rows in found.items() if rows and batch}


def has_company(actor: Actor, row: Row) -> bool:
    """Whether the act that put it into the bin put more there that could be restored."""
    rows = (READERS[kind](actor).filter(deleted_batch=row.deleted_batch)[:2] for kind in KINDS)
    return len([one for found in rows for one in found]) > 1


@dataclass(frozen=True)
class Act:
    who: str
    batch: str


def acts(rows: Iterable[Row]) -> dict[str, Act]:
    """Who did it, by the batch that a deleted row names."""
    found: dict[str, Act] = {}
    for piece in bulk.pieces({row.deleted_batch for row in rows}, AT_ONCE):
        for batch in Batch.objects.filter(pk__in=piece):
            found[batch.key] = Act(journal.actor_name(batch), batch.key)
    return found


def went_along(rows: Sequence[Row]) -> dict[int, str]:
    """By key, what comes back together with each: `3 contacts, 1 note`."""
    if not rows:
        return {}
    keys = [row.pk for row in rows]
    counts: dict[int, Counter[str]] = {key: Counter() for key in keys}
    for piece in bulk.pieces(keys, AT_ONCE):
        if isinstance(rows[0], Customer):
            _count_of_customers(counts, piece)
        elif isinstance(rows[0], Contact):
            _count_of_contacts(counts, piece)
    return {key: counted(found) for key, found in counts.items()}


def _count_of_customers(counts: dict[int, Counter[str]], keys: Collection[int]) -> None:
    people = Contact.objects.filter(customer__in=keys, deleted_batch=F("customer__deleted_batch"))
    _add(counts, "contacts", people, by="customer")
    for by in ("customer", "contact__customer"):
        noted = Note.objects.filter(
            **{f"{by}__in": keys, "deleted_batch": F(f"{by}__deleted_batch")}
        )
        _add(counts, "notes", noted, by=by)
    kept = StoredFile.objects.filter(subject=CUSTOMER, subject_id__in=keys, deleted_at=None)
    _add(counts, "files", kept.filter(purpose=Purpose.FILE), by="subject_id")
    below = Customer.objects.filter(parent__in=keys, deleted_at=None)
    _add(counts, "subsidiaries", below, by="parent")


def _count_of_contacts(counts: dict[int, Counter[str]], keys: Collection[int]) -> None:
    noted = Note.objects.filter(contact__in=keys, deleted_batch=F("contact__deleted_batch"))
    _add(counts, "notes", noted, by="contact")
    kept = StoredFile.objects.filter(subject=CONTACT, subject_id__in=keys, deleted_at=None)
    _add(counts, "files", kept.filter(purpose=Purpose.FILE), by="subject_id")


def _add(counts: dict[int, Counter[str]], name: str, rows: QuerySet[Any], *, by: str) -> None:
    for key, count in rows.order_by().values(by).annotate(n=Count("pk")).values_list(by, "n"):
        counts[key][name] += count


def owners(rows: Sequence[Binned]) -> dict[int, Customer | Contact]:
    """By key, what each belongs to. Rows a reader sees are of records that reader sees."""
    found: dict[int, Customer | Contact] = {}
    files = [row for row in rows if isinstance(row, StoredFile)]
    for model, label in ((Customer, CUSTOMER), (Contact, CONTACT)):
        keys = {row.subject_id for row in files if row.subject == label}
        there: dict[int, Any] = model._base_manager.in_bulk(keys) if keys else {}
        of_this = [row for row in files if row.subject == label and row.subject_id in there]
        found |= {row.pk: there[row.subject_id] for row in of_this}
    for row in rows:
        if isinstance(row, Note) and (owner := row.contact or row.customer):
            found[row.pk] = owner
        elif isinstance(row, Contact) and row.customer:
            found[row.pk] = row.customer
    return found


def containing(rows: QuerySet[Any], kind: Kind, typed: str) -> QuerySet[Any]:
    """Those that have what was typed in their name, number or text."""
    folded = Q()
    for fold in text.folds(typed):
        folded |= Q(name_fold__contains=fold)
    wanted: Mapping[Kind, Q] = {
        "customers": folded | Q(number__icontains=typed),
        "contacts": folded,
        "notes": Q(text__icontains=typed),
        "files": Q(name__icontains=typed),
    }
    return rows.filter(wanted[kind])


def purged_name(rows: Sequence[Binned]) -> str:
    """What has to be typed before they go: the name of one, the number of several."""
    return str(rows[0]) if len(rows) == 1 else str(len(rows))
