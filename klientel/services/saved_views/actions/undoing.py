"""Walking back what an entry of the journal changed in these tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from django.core.exceptions import PermissionDenied

from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row
from klientel.services.journal import undo
from klientel.services.journal.facts import Undone
from klientel.services.journal.models import Entry
from klientel.services.journal.undo import Refusal, Reversal
from klientel.services.journal.writing import writing
from klientel.services.saved_views import policy
from klientel.services.saved_views.facts import VIEW
from klientel.services.saved_views.models import SavedView


def walk_back(
    actor: Actor, entry: Entry, plan: Callable[[], Reversal]
) -> tuple[int, list[Refusal]]:
    """Write what the plan allows. Returns the number of rows and what stayed as it is."""
    with writing(actor) as work:
        found = plan()
        going = _views(chain.from_iterable(found.delete.values()))
        coming = _views(chain.from_iterable(found.restore.values()))
        changed = [(row, values) for row, values in found.update if isinstance(row, SavedView)]
        rows = [*going, *coming, *(row for row, _values in changed)]
        _require_rights(actor, rows)
        work.delete(*going)
        work.restore(*coming)
        work.update(*changed)
        about = tuple((VIEW, row.pk) for row in rows)
        work.record(Undone(batch=entry.batch_id, about=about, stayed=len(found.refused)))
        undo.close(actor, entry)
    return len(rows), found.refused


def check_rights(actor: Actor, entry: Entry) -> None:
    """Raises PermissionDenied for whatever `walk_back` would, before anything is written."""
    marked, changed = undo.marked_and_changed(entry)
    _require_rights(actor, _views([*marked, *changed]))


def _views(rows: Iterable[Row]) -> list[SavedView]:
    return [row for row in rows if isinstance(row, SavedView)]


def _require_rights(actor: Actor, rows: Iterable[SavedView]) -> None:
    actor.require("saved_views.save")
    if not all(policy.may_change(actor, row) for row in rows):
        raise PermissionDenied("saved_views.manage")
