"""How many records hold a value of a field: asked with patience, and not beyond it."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from klientel.foundation.db import keyset, limits

from . import kinds
from .models import Definition

PATIENCE: Final = 2.0  # seconds


def holding(definition: Definition) -> Q:
    return Q(**{f"{kinds.FOLDED}__has_key": definition.key})


def held(definition: Definition) -> int | None:
    """Those in the bin as well, up to one more than the cap; None where it takes too long."""
    kind = kinds.find(definition.kind)
    if kind is None:
        return 0
    rows = kind.model._base_manager.filter(holding(definition))
    try:
        with limits.at_most(PATIENCE):
            return keyset.capped_count(rows)
    except limits.TooSlow:
        return None


def is_used(definition: Definition) -> bool:
    """Whether any record holds a value. What takes too long to tell counts as used."""
    kind = kinds.find(definition.kind)
    if kind is None:
        return False
    rows = kind.model._base_manager.filter(holding(definition))
    try:
        with limits.at_most(PATIENCE):
            return rows.exists()
    except limits.TooSlow:
        return True
