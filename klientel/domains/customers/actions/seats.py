"""Whether a customer has a primary contact, kept on the customer: of a million those without one
are found by an index.
"""

from __future__ import annotations

from operator import attrgetter

from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.db import bulk
from klientel.services.journal.projections import Touched

from . import concerned

AT_ONCE = 900


def mark(touched: Touched) -> None:
    """Called at the end of each act, in its transaction."""
    # Of a new customer with its contacts it was written with the row.
    made = set(map(attrgetter("id"), touched.inserted.get(CUSTOMER, ())))
    for piece in bulk.pieces(sorted(concerned.of_contacts(touched) - made), AT_ONCE):
        seats = Contact.objects.filter(customer__in=piece, deleted_at=None, primary=True)
        having = {key for key in seats.values_list("customer", flat=True) if key}
        rows = Customer.objects.filter(pk__in=piece)
        rows.filter(pk__in=having, has_primary=False).update(has_primary=True)
        rows.exclude(pk__in=having).filter(has_primary=True).update(has_primary=False)
