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
from klientel.foundation.db import bulk
from klientel.services.accounts import actors
from klientel.services.accounts.models import User

from . import words


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    user, _made = User.objects.get_or_create(
        email="measure@klientel.example", defaults={"name": "Mira Messer", "role": "admin"}
    )
    actor = actors.from_user(user)
    begun = time.monotonic()
    segments = Segment.values
    for numbers in bulk.pieces(range(count), 500):
        rows = [words.customer(number, segments[number % len(segments)]) for number in numbers]
        outcome = customers.create_customers(actor, rows, lenient=True)
        if outcome.refused:
            raise SystemExit(f"refused: {outcome.refused}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    seconds = time.monotonic() - begun
    sys.stderr.write(f"{count} customers in {seconds:.1f} s, {count / seconds:.0f}/s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
