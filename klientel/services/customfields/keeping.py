"""Definitions stay what they are while values that follow them are written."""

from __future__ import annotations

from collections.abc import Iterable

from klientel.foundation.db.locks import kept
from klientel.foundation.lib.sentences import gettext as _

from .models import Definition
from .reading import Fields
from .values import Errors


def changed_since(fields: Fields, keys: Iterable[str]) -> Errors:
    """Within the transaction that writes: the fields that do not mean any more what they meant."""
    wanted = [fields.live[key] for key in sorted(set(keys)) if key in fields.live]
    if not wanted:
        return {}
    rows = Definition.objects.filter(pk__in=[each.pk for each in wanted], deleted_at=None)
    present = {each.pk: each for each in kept(rows.order_by("pk"))}
    return {
        each.key: [_("This field has been changed or removed meanwhile.")]
        for each in wanted
        if each.pk not in present or _meaning(each) != _meaning(present[each.pk])
    }


def _meaning(definition: Definition) -> tuple[str, str]:
    return definition.type, definition.limits.get("currency", "")
