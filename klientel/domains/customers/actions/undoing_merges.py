"""What the walk back of a merge means for the record that took the others over."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError

from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.db.rows import Row, label
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.changes import unpack
from klientel.services.journal.models import Entry
from klientel.services.journal.undo import Reversal

R = TypeVar("R", Customer, Contact)
COLUMN = "merged_into_id"


def refuse_while_gone(entry: Entry) -> None:
    """Raises ValidationError where what the merge led to was itself merged or deleted since."""
    for model in (Customer, Contact):
        keys = {
            change.values[COLUMN][1]
            for change in unpack(entry.changes)
            if change.model == label(model) and COLUMN in change.values
        }
        _refuse(model, {key for key in keys if isinstance(key, int)})


def _refuse(model: type[Customer] | type[Contact], keys: set[int]) -> None:
    rows = model._default_manager.filter(pk__in=keys).exclude(deleted_at=None)
    gone = rows.select_related("merged_into").first()
    if gone is None:
        return
    if gone.merged_into is not None:
        sentence = _("%(name)s was merged into %(into)s since. Undo that first.")
        raise ValidationError(sentence % {"name": gone.name, "into": gone.merged_into.name})
    raise ValidationError(_("Restore %(name)s first.") % {"name": gone.name})


def rereading(found: Reversal, model: type[R]) -> list[R]:
    """Locked: the records found by more, or by less, once this is walked back."""
    keys: set[int] = set()
    known: dict[int, tuple[Row, dict[str, object]]] = {}
    for row, values in found.update:
        if not isinstance(row, model):
            continue
        known[row.pk] = (row, values)
        if COLUMN in values:
            keys |= {key for key in (row.merged_into_id, values[COLUMN]) if isinstance(key, int)}
    going = {row.pk for row in found.delete.get(label(model), [])}
    fresh = model._default_manager.select_for_update().filter(pk__in=keys - known.keys() - going)
    rows = [row for row in fresh.order_by("pk") if row.deleted_at is None]
    rows += [
        row
        for key, (row, values) in known.items()
        if key in keys - going and not values and isinstance(row, model)
    ]
    return rows
