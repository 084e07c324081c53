"""Deleting many customers or contacts, each with what hangs on it, as a run does it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from klientel.domains.customers import policy
from klientel.domains.customers.actions import deleting
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.bulk.kinds import Difference, Item, Result, Task

from .handing import handing
from .results import chosen, results


def customers(actor: Actor, items: Sequence[Item], _task: Task) -> list[Result]:
    rows = Customer.objects.visible_to(actor).in_bulk([item.key for item in items])
    going = results(actor, items, rows, may=policy.may_delete)
    theirs = Contact.objects.filter(customer__in=list(going), deleted_at=None).order_by()
    counts = dict(theirs.values_list("customer").annotate(many=Count("pk")))
    for key, result in going.items():
        if result.outcome == "changed" and counts.get(key):
            result.differences = [Difference("contacts", str(counts[key]), "")]
    deleting.delete_customers(actor, chosen(going, rows))
    return list(going.values())


def contacts(actor: Actor, items: Sequence[Item], task: Task) -> list[Result]:
    seen = Contact.objects.visible_to(actor).select_related("customer")
    rows = seen.in_bulk([item.key for item in items])
    going = results(actor, items, rows, may=policy.may_delete_contact)
    leaving = chosen(going, rows)
    for row in leaving:
        if row.customer:
            going[row.pk].differences = [Difference("customer", row.customer.name, "")]
    handed = handing(actor, leaving, task)
    for row in leaving:
        handed.tell(row, going[row.pk])
    deleting.delete_contacts(actor, leaving, successors=handed.heirs)
    return list(going.values())
