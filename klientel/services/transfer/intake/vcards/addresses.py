"""A postal address of a card: seven parts, of which writers use what they like."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .values import Property

PARTS = ("street", "postal_code", "city", "region", "country")


def address(found: Property) -> dict[str, str]:
    """Only what is there. The box and the addition are lines of the street."""
    box, more, street, city, region, code, country, *rest = [*found.parts(), *[""] * 7]
    lines = [street, more, _boxed(box), *rest]
    parts = ("\n".join(filter(None, map(str.strip, lines))), code, city, region, country)
    return {name: text for name, text in zip(PARTS, parts, strict=True) if text}


def _boxed(box: str) -> str:
    """Some writers have put a whole address in the place of the box."""
    if not box.replace(" ", "").isdigit():
        return box
    return _("P.O. box %(number)s") % {"number": box}


def formatted(parts: dict[str, str]) -> str:
    return ", ".join(part.replace("\n", ", ") for part in parts.values())
