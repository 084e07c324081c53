"""Fills an installation: so many customers, two contacts each, by calling the actions.

Where it was stopped it goes on: what is there counts.

`python -m benchmarks.seed COUNT`
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klientel.config.settings")
django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from klientel.domains.customers.actions import customers
from klientel.domains.customers.actions.categories import add_category
from klientel.domains.customers.category import Category
from klientel.domains.customers.choices import Segment
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.db import bulk, guard
from klientel.foundation.lib import clock
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, User

from . import sight, variety, words

AT_ONCE = 500
SLICES = 20  # of a batch: so many moments at which something was last done


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":  # millions of rows do not go through two megabytes
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-1000000")
            cursor.execute("PRAGMA synchronous=OFF")
    user, _made = User.objects.get_or_create(
        email="measure@klientel.example", defaults={"name": "Mira Messer", "role": "admin"}
    )
    actor = actors.from_user(user)
    _technicians()
    _lists(actor)
    begun, first = time.monotonic(), Customer.objects.count()
    now = variety.now()
    for numbers in bulk.pieces(range(first, count), AT_ONCE):
        with clock.standing_at(variety.moment(numbers[0], count, now)):
            _make(actor, numbers, count)
        _touch(numbers, count, now)
        if numbers[-1] % 50_000 == 49_999:
            _tell(numbers[-1] + 1 - first, begun)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _tell(count - first, begun)


def _make(actor: Actor, numbers: Sequence[int], count: int) -> None:
    segments = Segment.values
    rows = [
        NewCustomer(
            **variety.varied(number, words.customer(number, segments[number % len(segments)])),
            staff_teams=sight.teams(number, count),
        )
        for number in numbers
    ]
    outcome = customers.create_customers(actor, rows, lenient=True)
    if outcome.refused:
        raise SystemExit(f"refused: {outcome.refused}")


def _touch(numbers: Sequence[int], count: int, now: datetime) -> None:
    """Some were worked on since: the moment alone, as no page shows what was done."""
    keys = list(Customer.objects.order_by("-pk").values_list("pk", flat=True)[: len(numbers)])
    by_number = list(zip(numbers, reversed(keys), strict=True))
    _empty_seats([key for number, key in by_number if not variety.has_primary(number)])
    worked = [
        (variety.touched_since(number, variety.moment(number, count, now), now), key)
        for number, key in by_number
        if not variety.spread(number, 8, 3)
    ]
    with transaction.atomic(), guard.opened():
        for piece in bulk.pieces(sorted(worked), max(1, len(worked) // SLICES)):
            found = Customer.objects.filter(pk__in=[key for _moment, key in piece])
            found.update(activity_at=piece[0][0])


def _empty_seats(keys: Sequence[int]) -> None:
    with transaction.atomic(), guard.opened():
        Contact.objects.filter(customer__in=keys, primary=True).update(primary=False)
        Customer.objects.filter(pk__in=keys).update(has_primary=False)


def _tell(count: int, begun: float) -> None:
    seconds = time.monotonic() - begun
    sys.stderr.write(f"{count} customers in {seconds:.1f} s, {count / seconds:.0f}/s\n")


def _lists(actor: Actor) -> None:
    there = set(Category.objects.get_queryset().values_list("name", flat=True))
    for name in variety.CATEGORIES:
        if name not in there:
            add_category(actor, name)
    for email in variety.MANAGERS:
        User.objects.get_or_create(
            email=email, defaults={"name": email.partition("@")[0], "role": Role.USER}
        )


def _technicians() -> None:
    """One in each team, as technicians, whose role sees its own customers."""
    RoleSight.objects.get_or_create(role=Role.TECHNICIAN, defaults={"sight": Sight.MINE})
    for name in sight.OWN:
        email = f"{name}@klientel.example"
        user, _made = User.objects.get_or_create(
            email=email, defaults={"name": name, "role": Role.TECHNICIAN}
        )
        team, _made = StaffTeam.objects.get_or_create(name=name)
        team.members.add(user)


if __name__ == "__main__":
    main(int(sys.argv[1]))
