"""Which customers an act was about that wrote contacts."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact
from klientel.foundation.db import bulk
from klientel.services.journal.projections import Touched

AT_ONCE = 900


def of_contacts(touched: Touched, others: Iterable[int] = ()) -> set[int]:
    """Of the contacts it wrote, and of `others`: where they are, and where they were before."""
    made = touched.inserted.get(CONTACT, ())
    found = {key for key in map(attrgetter("customer_id"), made) if key is not None}
    changed = touched.keys.get(CONTACT, set()) - set(map(attrgetter("id"), made))
    if changed:
        found |= touched.left.get(CUSTOMER, set())
    for piece in bulk.pieces(sorted(changed.union(others)), AT_ONCE):
        of_customers = Contact.objects.filter(pk__in=piece).exclude(customer=None)
        found.update(key for key in of_customers.values_list("customer", flat=True) if key)
    return found
