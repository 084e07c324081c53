"""Lists in the order of a custom field, as its index has it: choices as the settings list them."""

from __future__ import annotations

from klientel.foundation.db.keytext import KeyText, key_text, place_text

from .choices import Type
from .kinds import FOLDED
from .models import Definition
from .reading import Fields


def orders(fields: Fields) -> dict[str, KeyText]:
    """Of the fields that lists can be sorted by; the names are those of `column`."""
    return {column(each): by(each) for each in fields.offered if each.is_ready}


def column(definition: Definition) -> str:
    return f"by_{definition.key}"


def by(definition: Definition) -> KeyText:
    if definition.type != Type.CHOICE:
        return key_text(FOLDED, definition.key)
    return place_text(FOLDED, definition.key, definition.codes)
