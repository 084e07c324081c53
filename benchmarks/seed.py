"""Fills an installation: so many customers, two contacts each, by calling the actions.

`python -m benchmarks.seed COUNT`
"""

from __future__ import annotations

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klientel.config.settings")
django.setup()

from django.core.management import call_command
from django.db import connection

from klientel.domains.customers.actions import customers
from klientel.domains.customers.choices import Segment
from klientel.domains.customers.fields import NewCustomer
from klientel.foundation.db import bulk
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, User

from . import sight, words


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    user, _made = User.objects.get_or_create(
        email="measure@klientel.example", defaults={"name": "Mira Messer", "role": "admin"}
    )
    actor = actors.from_user(user)
    _technicians()
    begun = time.monotonic()
    segments = Segment.values
    for numbers in bulk.pieces(range(count), 500):
        rows = [
            NewCustomer(
                **words.customer(number, segments[number % len(segments)]),
                staff_teams=sight.teams(number, count),
            )
            for number in numbers
        ]
        outcome = customers.create_customers(actor, rows, lenient=True)
        if outcome.refused:
            raise SystemExit(f"refused: {outcome.refused}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    seconds = time.monotonic() - begun
    sys.stderr.write(f"{count} customers in {seconds:.1f} s, {count / seconds:.0f}/s\n")


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
