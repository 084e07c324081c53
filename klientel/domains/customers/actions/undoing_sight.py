"""Nobody takes back what happened to a customer they do not see any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from klientel.domains.customers import tombstones
from klientel.domains.customers.models import Contact, Customer, TeamMember
from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.db.rows import Row, label
from klientel.services.journal.changes import unpack
from klientel.services.journal.models import Entry

PIECE = 900


def require_sight(actor: Actor, entry: Entry, rows: Iterable[Row]) -> None:
    """Raises PermissionDenied. An act by which the customer was given away can be taken back."""
    if actor.scope == "all":
        return
    keys = _customers(rows)
    if keys - _seen(actor, keys) and not _gives_away(entry):
        raise PermissionDenied("customers.view")


def _customers(rows: Iterable[Row]) -> set[int]:
    """Those the rows are, or belong to."""
    found: set[int | None] = set()
    contacts: set[int | None] = set()
    for row in rows:
        is_customer = isinstance(row, Customer)
        found.add(row.pk if is_customer else getattr(row, "customer_id", None))
        contacts.add(getattr(row, "contact_id", None))
    for piece in bulk.pieces([key for key in contacts if key is not None], PIECE):
        found |= set(Contact.objects.filter(pk__in=piece).values_list("customer_id", flat=True))
    return {key for key in found if key is not None}


def _seen(actor: Actor, keys: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for piece in bulk.pieces(sorted(keys), PIECE):
        for is_deleted in (False, True):
            mine = Customer.objects.visible_to(actor, deleted=is_deleted).filter(pk__in=piece)
            found |= set(mine.values_list("pk", flat=True))
        found |= tombstones.seen(actor, Customer, set(piece) - found)
    return found


def _gives_away(entry: Entry) -> bool:
    team = label(TeamMember)
    changes = unpack(entry.changes)
    return any(each.model == team or "account_manager_id" in each.values for each in changes)
