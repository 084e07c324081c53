"""Parent companies as one reader sees them: what belongs to whom, and who may be chosen."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import Q

from klientel.foundation.access import Actor

from .models import Customer

M = TypeVar("M", bound=models.Model)


def of_parent(
    customers: models.QuerySet[M], actor: Actor, key: int, *, with_parent: bool = False
) -> models.QuerySet[M]:
    """Those that belong to a company the actor sees, and the company itself if wanted."""
    below = Q(parent__in=Customer.objects.visible_to(actor).filter(pk=key))
    return customers.filter(below | Q(pk=key) if with_parent else below)


def in_position(customers: models.QuerySet[M], actor: Actor, position: str) -> models.QuerySet[M]:
    """`parent`, `subsidiary` or `independent`: neither of the two."""
    belonging = Customer.objects.visible_to(actor).filter(parent__isnull=False)
    above = Q(pk__in=belonging.order_by().values("parent"))
    below = Q(parent__isnull=False, parent__deleted_at=None)
    if position == "parent":
        return customers.filter(above)
    return customers.filter(below) if position == "subsidiary" else customers.exclude(above | below)
