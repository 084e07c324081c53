"""Moving many contacts to a customer, or out of theirs, as a run does it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from klientel.domains.customers import policy
from klientel.domains.customers.actions import moving
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.lib import sentences
from klientel.services.bulk.kinds import Difference, Item, Problem, Result, Task

from .handing import handing
from .results import chosen, results


def contacts(actor: Actor, items: Sequence[Item], task: Task) -> list[Result]:
    """`to` of the wish is the key of the customer, 0 for none, and `name` what it is called."""
    given = task.wish.given
    key, name = int(given["to"]), str(given["name"])
    seen = Contact.objects.visible_to(actor).select_related("customer")
    rows = seen.in_bulk([item.key for item in items])
    going = results(actor, items, rows, may=policy.may_change_contact)
    going_there = chosen(going, rows)
    handed = handing(actor, [row for row in going_there if row.customer_id != key], task)
    target = Customer(pk=key, name=name) if key else None
    try:
        with transaction.atomic():
            moved = moving.move_contacts(actor, going_there, target, successors=handed.heirs)
    except ValidationError as error:
        for each in going_there:
            going[each.pk].outcome = "refused"
            going[each.pk].problems = [Problem("", reason) for reason in sentences.of(error)]
        return list(going.values())
    there = {row.pk for row in moved}
    for row in going_there:
        if row.pk not in there:
            going[row.pk].outcome = "same"
            continue
        old, new = row.customer, name if target else ""
        going[row.pk].differences = [Difference("customer", old.name if old else "", new)]
        handed.tell(row, going[row.pk])
    return list(going.values())
