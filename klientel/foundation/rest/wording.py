"""Pydantic's findings in the reader's language, with the path of the value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .problems import wrong

MISSING = _("This value is missing.")
WORDS: Mapping[str, Promise] = {
    "missing": MISSING,
    "extra_forbidden": _("There is no such field."),
    "string_type": _("This must be text."),
    "string_unicode": _("This text holds signs that do not exist."),
    "string_too_long": _("At most %(count)s characters."),
    "too_long": _("At most %(count)s."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "greater_than_equal": _("At least %(count)s."),
    "less_than_equal": _("At most %(count)s."),
    "list_type": _("This must be a list."),
    "model_type": _("This must be an object."),
    "dict_type": _("This must be an object."),
    "literal_error": _("“%(value)s” is not on the list."),
    "enum": _("“%(value)s” is not on the list."),
    "timezone_aware": _("The time needs its zone, such as Z or +02:00."),
}
DATES = _("This must be a date such as 2026-03-31.")
TIMES = _("This must be a time such as 2026-03-31T08:00:00Z.")
CHOICES = _("Possible are: %(choices)s.")
OTHER = _("This value cannot be used.")
LIMITS = ("max_length", "ge", "le")


def errors(found: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """In the shape of a problem. The first part of a location says only where it came in."""
    return [wrong(path(each["loc"]), sentence(each)) for each in found]


def path(location: Sequence[str | int]) -> str:
    source, *rest = location
    if source == "body" or len(rest) > 1:
        rest = rest[1:]  # the name of the function's argument
    return ".".join(str(part) for part in rest)


def sentence(found: Mapping[str, Any]) -> str:
    kind = str(found["type"])
    context = found.get("ctx", {})
    count = next((context[name] for name in LIMITS if name in context), "")
    value = str(found.get("input", ""))[:80]
    if "expected" in context and not value:  # of a parameter nobody says what was given
        choices = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return str(CHOICES) % {"choices": choices}
    return str(_words(kind)) % {"count": count, "value": value}


def _words(kind: str) -> Promise:
    if kind.startswith("datetime"):
        return TIMES
    if kind.startswith("date"):
        return DATES
    return WORDS.get(kind, OTHER)
