"""Conditions that few rows meet, led by their own index.

Of a page in the order of names, planners like to walk through the names and test each row. Where
few of very many rows fit, and fewer still may be seen, the walk ends at the last name. Those few
are quickly found by the index of the condition; their keys lead then.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

MOST = 20_000  # rows that are few


def led(rows: QuerySet[Any], condition: Q) -> Q:
    """The condition, or the keys of the rows that meet it where they are few.

    `rows` is what its index holds. The limit keeps the keys together: no planner turns them into
    the condition again.
    """
    found = rows.filter(condition).order_by().values("pk")[: MOST + 1]
    return condition if found.count() > MOST else Q(pk__in=found)
