"""Whose rule says which rows of the journal's entries somebody sees."""

from collections.abc import Collection
from typing import Any

from klientel.domains.customers import tombstones
from klientel.domains.customers.facts import CONTACT, CUSTOMER, NOTE
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import Actor
from klientel.foundation.db.rows import RowQuerySet
from klientel.services.journal import sight

RULES: dict[str, RowQuerySet[Any]] = {
    CUSTOMER: Customer.objects.all(),
    CONTACT: Contact.objects.all(),
    NOTE: Note.objects.all(),
}


def connect() -> None:
    for label, rows in RULES.items():
        sight.register(label, _seen_of(rows))


def _seen_of(rows: RowQuerySet[Any]) -> sight.Seen:
    def seen(actor: Actor, keys: Collection[int]) -> set[int]:
        found: set[int] = set()
        for is_deleted in (False, True):
            mine = rows.visible_to(actor, deleted=is_deleted).filter(pk__in=keys)
            found.update(mine.values_list("pk", flat=True))
        if rows.model in (Customer, Contact):
            found |= tombstones.seen(actor, rows.model, set(keys) - found)
        return found

    return seen
