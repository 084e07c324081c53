"""The finder of duplicates on an installation that is filled, as its worker runs it.

One of a hundred customers is made a second time first, with its people.

`python -m benchmarks.finder`
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klientel.config.settings")
django.setup()

from klientel.domains.customers.actions import customers
from klientel.domains.customers.actions.doubles import running
from klientel.domains.customers.models import Customer, DoublePair, DoubleRun
from klientel.domains.customers.models.doubles import Of
from klientel.foundation.access import SYSTEM
from klientel.foundation.db import bulk

from . import words


def double() -> None:
    rows = [words.customer(n, "other") for n in range(0, Customer.objects.count(), 100)]
    for piece in bulk.pieces(rows, 500):
        customers.create_customers(SYSTEM, piece, lenient=True)


def main() -> None:
    double()
    found = {}
    for of in Of:
        run = running.open_run(SYSTEM, of)
        stages: dict[str, float] = {}
        last = begun = time.monotonic()
        busy = time.process_time()

        def note(at: DoubleRun, stages: dict[str, float] = stages) -> None:
            nonlocal last
            now = time.monotonic()
            stages[at.stage] = stages.get(at.stage, 0) + now - last
            last = now

        running.work(run.pk, "benchmark", watch=note)
        run.refresh_from_db()
        found[of.value] = {
            "seconds": time.monotonic() - begun,
            "processor": time.process_time() - busy,
            "stages": stages,
            "pairs": DoublePair.objects.filter(run=run).count(),
            "groups": run.found,
        }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({**found, "mebibytes": peak}))


if __name__ == "__main__":
    main()
