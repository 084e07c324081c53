"""Moving many contacts to a customer, or out of theirs, as a run does it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from klientel.domains.customers import policy
from klientel.domains.customers.actions import moving
from klientel.domains.customers.actions.primaries import held
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.bulk.kinds import Difference, Item, Problem, Result
from klientel.services.bulk.wishes import Wish

from .results import VACATED, chosen, results


def contacts(actor: Actor, items: Sequence[Item], wish: Wish) -> list[Result]:
    """`to` of the wish is the key of the customer, 0 for none, and `name` what it is called."""
    key, name = int(wish.given["to"]), str(wish.given["name"])
    seen = Contact.objects.visible_to(actor).select_related("customer")
    rows = seen.in_bulk([item.key for item in items])
    going = results(actor, items, rows, may=policy.may_change_contact)
    before = {row.pk: row.customer for row in chosen(going, rows)}
    primaries = {row.pk for row in chosen(going, rows) if held(row)}
    target = Customer(pk=key, name=name) if key else None
    try:
        with transaction.atomic():
            moved = moving.move_contacts(actor, chosen(going, rows), target)
    except ValidationError as error:
        for each in chosen(going, rows):
            going[each.pk].outcome = "refused"
            going[each.pk].problems = [Problem("", " ".join(error.messages))]
        return list(going.values())
    there = {row.pk for row in moved}
    for row in chosen(going, rows):
        if row.pk not in there:
            going[row.pk].outcome = "same"
            continue
        old = before[row.pk]
        new = name if target else ""
        going[row.pk].differences = [Difference("customer", old.name if old else "", new)]
        going[row.pk].remark = VACATED if row.pk in primaries else ""
    return list(going.values())
