"""When something was last done about a customer: to itself, its contacts, its notes or its files.

The customer's own column is derived whenever it is written; here the others mark it. Whoever holds
the row at that moment is writing it, and so marks it too: nobody waits, nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.foundation.db import bulk
from klientel.foundation.db.rows import label
from klientel.foundation.lib import clock
from klientel.services.files.models import StoredFile
from klientel.services.journal.projections import Touched

from . import concerned

AT_ONCE = 900


def mark(touched: Touched) -> None:
    """Called at the end of each act, in its transaction."""
    marked = touched.keys.get(CUSTOMER, set())
    for piece in bulk.pieces(sorted(_concerned(touched) - marked), AT_ONCE):
        rows = Customer.objects.filter(pk__in=piece, deleted_at=None)
        free = rows.select_for_update(skip_locked=True, no_key=True)
        keys = list(free.values_list("pk", flat=True))
        Customer.objects.filter(pk__in=keys).update(activity_at=clock.now())


def _concerned(touched: Touched) -> set[int]:
    about = list(_of_files(touched.keys.get(label(StoredFile), ())))
    own = {key for subject, key in about if subject == CUSTOMER}
    contacts = {key for subject, key in about if subject == CONTACT}
    return own | concerned.of_contacts(touched, contacts)


def _of_files(keys: Iterable[int]) -> Iterator[tuple[str, int]]:
    for piece in bulk.pieces(sorted(keys), AT_ONCE):
        yield from StoredFile.objects.filter(pk__in=piece).values_list("subject", "subject_id")
