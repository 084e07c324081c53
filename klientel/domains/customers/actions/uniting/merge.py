"""Several customers, or contacts, become one. Nothing is lost: what is merged leads on to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q

from klientel.domains.customers import policy
from klientel.domains.customers.actions import families, telling
from klientel.domains.customers.actions.primaries import in_two_steps
from klientel.domains.customers.facts import (
    CONTACT,
    CUSTOMER,
    ContactsMerged,
    CustomersMerged,
)
from klientel.domains.customers.models import Contact, Customer, TeamMember
from klientel.foundation.access import Actor, demand
from klientel.foundation.db.rows import Row
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.writing import Work, writing

from . import plans
from .choosing import Chosen
from .plans import Plan

R = TypeVar("R", Customer, Contact)
MOST: Final = 10  # at once: they stand side by side
AS_IS: Final[Chosen] = MappingProxyType({})
UNSEEN: Final[Mapping[int, int]] = MappingProxyType({})
Versions = Mapping[int, int]  # by key, as they were when somebody looked


def merge_customers(
    actor: Actor,
    winner: Customer,
    losers: Iterable[Customer],
    *,
    chosen: Chosen = AS_IS,
    versions: Versions = UNSEEN,
) -> Customer:
    """`chosen` names by field whose value stays; the others as `choosing` says.

    Raises PermissionDenied, and ValidationError for records that are gone, changed since
    `versions`, or not seen.
    """
    actor.require("customers.merge")
    keys = _keys(winner, losers)
    with writing(actor) as work:
        above = Customer.objects.filter(pk__in=keys).values_list("parent", flat=True)
        near = [*keys, *(key for key in above if key)]
        found = families.lock(Q(pk__in=near) | Q(parent__in=keys))
        present = Customer.objects.visible_to(actor).filter(pk__in=keys)
        records = _checked(actor, keys, [*present], versions=versions)
        mine = {row.pk: row for row in found if row.pk in keys}
        records = [mine[record.pk] for record in records]
        plan = plans.of_customers(records, chosen, is_locked=True)
        _write_customers(work, plan)
    return plan.winner


def merge_contacts(
    actor: Actor,
    winner: Contact,
    losers: Iterable[Contact],
    *,
    chosen: Chosen = AS_IS,
    versions: Versions = UNSEEN,
) -> Contact:
    """As `merge_customers`. They may be at different customers."""
    actor.require("contacts.merge")
    keys = _keys(winner, losers)
    with writing(actor) as work:
        seen = Contact.objects.visible_to(actor).filter(pk__in=keys).order_by("pk")
        places = sorted({key for key in seen.values_list("customer_id", flat=True) if key})
        families.lock(Q(pk__in=places))
        found = list(seen.select_for_update(of=("self",)))
        records = _checked(actor, keys, found, versions=versions)
        plan = plans.of_contacts(records, chosen, is_locked=True)
        _write_contacts(work, plan)
    return plan.winner


def _keys(winner: Customer | Contact, losers: Iterable[Customer | Contact]) -> list[int]:
    """The winner's first, each once."""
    keys = list(dict.fromkeys([winner.pk, *(loser.pk for loser in losers)]))
    if len(keys) < 2:
        raise ValidationError(_("Choose at least two records to merge."))
    if len(keys) > MOST:
        raise ValidationError(_("At most %(count)s can be merged at once.") % {"count": MOST})
    return keys


def _checked(
    actor: Actor, keys: Sequence[int], found: Sequence[R], *, versions: Versions
) -> list[R]:
    """In the order of the keys: all of them there, seen, and as they were looked at."""
    by_key = {record.pk: record for record in found}
    if len(by_key) < len(keys):
        raise ValidationError(_("One of them has been deleted or merged meanwhile."))
    for record in found:
        demand(policy.may_merge(actor, record))
        if versions.get(record.pk, record.version) != record.version:
            sentence = _("%(name)s was changed by someone else meanwhile. Please look once more.")
            raise ValidationError(sentence % {"name": record.name})
    return [by_key[key] for key in keys]


def _write_customers(work: Work, plan: Plan[Customer]) -> None:
    winner, losers = plan.winner, plan.losers
    children = [row for row in _moving(plan, Customer, "parent_id") if row.deleted_at is None]
    is_renumbered = plan.columns["number"] != winner.number
    readers = families.children_of([winner.pk]) if is_renumbered else []
    people = _moving(plan, Contact, "customer_id")
    flagged = [row.pk for row in people if _is_flagged(plan, row)]
    before = telling.snapshot(
        [
            (CUSTOMER, winner.pk),
            *((CUSTOMER, row.pk) for row in [*children, *readers]),
            *((CONTACT, key) for key in flagged),
        ]
    )
    moved = {row.pk: row.parent_id for row in children if isinstance(row, Customer)}
    parents = families.living_parents([winner]) | moved
    _write(work, plan)
    work.touch(*readers)
    work.insert(*(TeamMember(customer=winner, user_id=key) for key in plan.joining))
    after = families.living_parents([winner]) | dict.fromkeys(moved, winner.pk)
    work.record(
        CustomersMerged(
            name=winner.name,
            dropped=tuple(loser.name for loser in losers),
            kept_id=winner.pk,
            dropped_ids=tuple(loser.pk for loser in losers),
            contact_ids=tuple(row.pk for row in people),
        ),
        *telling.differences(before),
        *families.told(parents, after),
    )


def _is_flagged(plan: Plan[Customer], row: Row) -> bool:
    """Whether it loses being the primary contact for something."""
    return any(
        values and row is each
        for follower, united in plan.united
        if follower.model is Contact
        for each, values in united.moved
    )


def _write_contacts(work: Work, plan: Plan[Contact]) -> None:
    winner, losers = plan.winner, plan.losers
    places = {record.customer_id for record in plan.records if record.customer_id}
    before = telling.snapshot([(CONTACT, winner.pk)])
    _write(work, plan)
    work.record(
        ContactsMerged(
            name=winner.name,
            dropped=tuple(loser.name for loser in losers),
            kept_id=winner.pk,
            dropped_ids=tuple(loser.pk for loser in losers),
            customer_ids=tuple(sorted(places)),
        ),
        *telling.differences(before),
    )


def _moving(plan: Plan[Any], model: type[Row], key: str) -> list[Any]:
    return [
        row
        for follower, united in plan.united
        if follower.model is model and follower.key == key
        for row, _values in united.moved
    ]


def _write(work: Work, plan: Plan[Any]) -> None:
    """The losers first: what they hold that may be held once is free then."""
    winner = plan.winner
    work.delete(*plan.losers)
    work.update(
        *((r, {"merged_into_id": winner.pk, **plan.exchanged.get(r.pk, {})}) for r in plan.losers)
    )
    columns = dict(plan.columns)
    if isinstance(winner, Contact):
        columns["email"] = winner.email or next((r.email for r in plan.losers if r.email), "")
    if not work.update((winner, columns)):
        work.touch(winner)
    behind: dict[type[Row], list[Row]] = defaultdict(list)
    for _follower, united in plan.united:
        for row in united.behind:
            behind[type(row)].append(row)
    for rows in behind.values():
        work.delete(*rows)
    for follower, united in plan.united:
        changes = [(row, {follower.key: winner.pk, **values}) for row, values in united.moved]
        for step in in_two_steps(changes):
            work.update(*step)
