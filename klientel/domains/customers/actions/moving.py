"""Contacts go to another customer, or out of the one they were at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from klientel.domains.customers import policy
from klientel.domains.customers.facts import ContactsMoved
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.purposes import PURPOSES, Heirs
from klientel.foundation.access import Actor, Denied, demand
from klientel.foundation.db.rows import Row
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.facts import only_name
from klientel.services.journal.writing import writing

from .primaries import Primaries, heirs, told_of


def move_contacts(
    actor: Actor,
    contacts: Iterable[Contact],
    customer: Customer | None,
    *,
    successors: Heirs | None = None,
) -> list[Contact]:
    """To this customer, or to none. Returns those that were not there already.

    What happened to a contact stays in the history of the customer it happened under. A primary
    contact of a customer leaves it without one, if `successors` does not name who takes over; who
    comes to a customer without one becomes it, in general but for no purpose.
    Raises PermissionDenied, and ValidationError when the customer has been deleted meanwhile,
    or the actor would lose sight of them.
    """
    keys = sorted({contact.pk for contact in contacts})
    with writing(actor) as work:
        there = _locked_customer(actor, customer)
        target = there.pk if there else None
        rows = Contact.objects.visible_to(actor).filter(pk__in=keys).order_by("pk")
        found = [row for row in rows.select_for_update() if row.customer_id != target]
        _refuse_forbidden(actor, found)
        if not found:
            return []
        left = sorted({row.customer_id for row in found if row.customer_id is not None})
        taking = heirs(actor, found, successors or {})
        work.update(*_places(found, target))
        work.update(*taking)
        work.record(
            ContactsMoved(
                name=only_name(found),
                source=_only_name(left) if len(found) == 1 else "",
                target=there.name if there else "",
                customer_ids=(*left, *([target] if target else [])),
                contact_ids=tuple(row.pk for row in found),
            ),
            *told_of(taking),
        )
    return found


def _locked_customer(actor: Actor, customer: Customer | None) -> Customer | None:
    """Locked, so that it is not deleted while somebody comes to it."""
    if customer is None:
        decision = policy.may_belong_to_nobody(actor)
        if isinstance(decision, Denied):
            raise ValidationError({"customer_id": [decision.reason]})
        return None
    live = Customer.objects.visible_to(actor).select_for_update(of=("self",))
    there = live.filter(pk=customer.pk).first()
    if there is None:
        sentence = _("%(name)s has been deleted.") % {"name": customer.name}
        raise ValidationError({"customer_id": [sentence]})
    return there


def _refuse_forbidden(actor: Actor, contacts: Sequence[Contact]) -> None:
    actor.require("contacts.change")
    for contact in contacts:
        demand(policy.may_change_contact(actor, contact))


def _places(contacts: Sequence[Contact], target: int | None) -> list[tuple[Row, dict[str, Any]]]:
    primaries = Primaries({target} if target else set())
    places: list[tuple[Row, dict[str, Any]]] = []
    for row in contacts:
        flags: dict[str, Any] = {
            purpose: row.active and primaries.claim(target, purpose, wanted=False)
            for purpose in PURPOSES
        }
        places.append((row, {"customer_id": target, **flags}))
    return places


def _only_name(customers: Sequence[int]) -> str:
    """Where the one contact was, as it was called then."""
    names = Customer.objects.filter(pk__in=customers).values_list("name", flat=True)
    return next(iter(names), "")
