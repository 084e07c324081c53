"""The indexes of fields that are marked: made and dropped in the background.

Each has the key and the number of its definition in its name, so what is there and what is wanted
are two lists of names. Whatever came between (a stopped worker, a restored backup, a table made
anew by a migration), comparing them again puts it right.
"""

from __future__ import annotations

import logging
from typing import Final
from zlib import crc32

from django.db import DatabaseError
from django.db.models import Index, Q

from klientel.foundation.db import guard, keytext

from . import kinds, reading
from .choices import IndexState, Type
from .kinds import FOLDED, Kind
from .models import Definition
from .ordering import by

LIVE: Final = Q(deleted_at=None)
PREFIX: Final = "cf_"
FEW_VALUES: Final = (Type.CHOICE, Type.YES_NO)
log = logging.getLogger(__name__)


def settle() -> None:
    """Drop what is not wanted, make what is missing, and say on each definition how far it is."""
    for kind in kinds.every():
        _settle(kind)
    reading.forget()


def wanted(kind: Kind, definition: Definition) -> list[Index]:
    """Rows in the order of the field; where many have the same value, in that of their list too."""
    name, text = definition.index_name, keytext.key_text(FOLDED, definition.key)
    order = keytext.index(f"{name}{_version(definition)}", by(definition), ["id"], condition=LIVE)
    if definition.type not in FEW_VALUES:
        return [order]
    then = [*filter(None, [kind.order]), "id"]
    return [order, keytext.index(f"{name}_by", text, then, condition=LIVE)]


def _version(definition: Definition) -> str:
    """Choices that were put in another order want another index, which goes by another name."""
    if definition.type != Type.CHOICE:
        return ""
    return f"_{crc32('|'.join(definition.codes).encode()):08x}"


def _settle(kind: Kind) -> None:
    marked = list(Definition.objects.filter(LIVE, kind=kind.name, indexed=True).order_by("pk"))
    indexes = {row.pk: wanted(kind, row) for row in marked}
    names = {index.name for found in indexes.values() for index in found}
    there = keytext.present(kind.model)
    for row in marked:
        if not all(there.get(index.name) for index in indexes[row.pk]):
            _say(row, IndexState.WAITING)
    for name, is_usable in there.items():
        if name.startswith(PREFIX) and not (name in names and is_usable):
            keytext.drop(name)
    for row in marked:
        _say(row, IndexState.READY if _make(kind, indexes[row.pk]) else IndexState.FAILED)


def _make(kind: Kind, indexes: list[Index]) -> bool:
    for index in indexes:
        if index.name in keytext.present(kind.model):
            continue
        try:
            keytext.build(kind.model, index)
        except DatabaseError:
            # Another worker may have been quicker; else the next sweep tries again.
            log.exception("index %s", index.name)
    there = keytext.present(kind.model)
    return all(there.get(index.name) for index in indexes)


def _say(row: Definition, state: IndexState) -> None:
    """No act of anybody: it raises no version, and there is nothing to take back."""
    if row.index_state != state:
        with guard.opened():
            Definition.objects.filter(pk=row.pk, indexed=True).update(index_state=state.value)
