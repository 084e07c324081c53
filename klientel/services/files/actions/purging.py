"""Files that go for good: their rows, and the contents no other row names."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from klientel.foundation.access import Actor
from klientel.services.files import store
from klientel.services.files.models import StoredFile
from klientel.services.journal.writing import writing


def purge_files(actor: Actor, rows: Sequence[StoredFile]) -> None:
    """Within the unit of work of whoever purges what they hang on, and records it."""
    digests = {row.digest for row in rows}
    with writing(actor) as work:
        work.purge(*rows)
        transaction.on_commit(lambda: _discard(digests))


def _discard(digests: set[str]) -> None:
    """The sweep finds what a crash before this leaves."""
    kept = StoredFile.objects.filter(digest__in=digests).values_list("digest", flat=True)
    for digest in digests - set(kept):
        store.path(digest).unlink(missing_ok=True)
