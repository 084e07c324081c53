"""Companies come to belong to a parent company, and leave it: one body for many."""

from __future__ import annotations

from collections.abc import Iterable

from klientel.domains.customers.errors import Outcome
from klientel.domains.customers.fields import CustomerFields
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor

from .customers import CustomerChange, change_customers


def associate(
    actor: Actor, parent: Customer, customers: Iterable[Customer], *, relation: str = ""
) -> Outcome:
    """Without a relation they keep theirs, and become subsidiaries where they have none."""
    fields = CustomerFields(parent=parent.number)
    if relation:
        fields["parent_relation"] = relation
    return change_customers(actor, [CustomerChange(customer, fields) for customer in customers])


def release(actor: Actor, customers: Iterable[Customer]) -> Outcome:
    """They belong to none any more."""
    fields = CustomerFields(parent="", parent_relation="")
    return change_customers(actor, [CustomerChange(customer, fields) for customer in customers])
