"""Conditions that few rows meet, led by their own index.

Of a page in the order of names, planners like to walk through the names and test each row. Where
few of very many rows fit, and fewer still may be seen, the walk ends at the last name. Those few
are quickly found by the index of the condition; their keys lead then.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from klientel.foundation.access import Actor

MOST = 20_000  # rows that are few for who sees a part of all: few of them are among those
MOST_OF_ALL = 2_000  # for who sees all: a walk by name meets them soon
NAMED = 5_000  # rows that others name: up to here their keys are quicker than asking each


def led(actor: Actor, rows: QuerySet[Any], condition: Q) -> Q:
    """The condition, or the keys of the rows that meet it where they are few.

    `rows` is what its index holds: of no more than that a walk is short. The limit keeps the keys
    together: no planner turns them into the condition again.
    """
    most = MOST_OF_ALL if actor.scope == "all" else MOST
    found = rows.filter(condition).order_by().values("pk")[: most + 1]
    if found.count() > most or not rows.order_by()[most:].exists():
        return condition
    return Q(pk__in=found)


def naming(column: str, rows: QuerySet[Any], *, key: str = "pk") -> Q:
    """Of what names one of these rows in `column`, by their `key`; the count chooses the way."""
    found = rows.order_by().values(key)[: NAMED + 1]
    if found.count() <= NAMED:
        return Q(**{f"{column}__in": found})
    return asked_each(column, rows, key=key)


def asked_each(column: str, rows: QuerySet[Any], *, key: str = "pk") -> Q:
    """The same without a count, for rows that no index finds."""
    return Q(Exists(rows.filter(**{key: OuterRef(column)})))
