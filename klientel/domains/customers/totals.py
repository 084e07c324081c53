"""How many customers and contacts somebody sees, up to the cap.

Of somebody's own customers each row would be asked until the cap is reached. Here the rows lead
that make them their own: by each way in turn, as no way finds a customer twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from klientel.foundation.access import Actor
from klientel.foundation.db.keyset import COUNT_CAP, capped_count

from .category import LIVE
from .models import Contact, Customer, TeamMember, has_few


def customers(actor: Actor) -> int:
    if are_many(actor) and any(_exceeds(way) for way in _ways(actor)):
        return COUNT_CAP + 1
    return capped_count(Customer.objects.visible_to(actor))


def contacts(actor: Actor) -> int:
    if are_many(actor) and any(
        _exceeds(Contact.objects.filter(LIVE, way)) for way in _ways_to_contacts(actor)
    ):
        return COUNT_CAP + 1
    return capped_count(Contact.objects.visible_to(actor))


def are_many(actor: Actor) -> bool:
    """Of one's own, more than a list of their keys is good for."""
    return actor.scope != "all" and not has_few(actor)


def _ways(actor: Actor) -> Iterator[QuerySet[Any]]:
    """What makes customers somebody's own. Live rows of a team are of live customers."""
    for team in sorted(actor.teams):
        yield TeamMember.objects.filter(LIVE, staff_team=team)
    yield TeamMember.objects.filter(LIVE, user=actor.user_id)
    yield Customer.objects.filter(LIVE, account_manager=actor.user_id)


def _ways_to_contacts(actor: Actor) -> Iterator[Q]:
    """Those alone by which there are customers: others would be looked for among all contacts."""
    live = Q(customer__team__deleted_at=None)
    for team in sorted(actor.teams):
        yield live & Q(customer__team__staff_team=team)
    if TeamMember.objects.filter(LIVE, user=actor.user_id).exists():
        yield live & Q(customer__team__user=actor.user_id)
    if Customer.objects.filter(LIVE, account_manager=actor.user_id).exists():
        yield Q(customer__account_manager=actor.user_id)


def _exceeds(rows: QuerySet[Any]) -> bool:
    return capped_count(rows) > COUNT_CAP
