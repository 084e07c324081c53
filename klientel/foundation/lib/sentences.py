"""Sentences that can be kept and said again to another reader, in that reader's language.

`gettext` and `ngettext` are called as Django's own. What they return is the text in the language of
the moment; `kept` turns it into a code with values (the code is the message of the catalogue, as
everywhere), and `say` makes a text of that again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation

Kept = str | dict[str, Any]
VALUE_MAX = 300


class Sentence(str):
    """Pickled and copied whole; anything else done to it leaves a plain text."""

    code: str
    many: str = ""  # the code of the plural, and for how many
    number: int = 0
    values: Mapping[str, Any]

    def __mod__(self, values: Any) -> Sentence:
        return _sentence(str(self) % values, self, values)


def gettext(message: str) -> Sentence:
    found = Sentence(translation.gettext(message))
    found.code, found.values = message, {}
    return found


def ngettext(singular: str, plural: str, number: int) -> Sentence:
    found = Sentence(translation.ngettext(singular, plural, number))
    found.code, found.many, found.number, found.values = singular, plural, number, {}
    return found


def _sentence(text: str, of: Sentence, values: Mapping[str, Any]) -> Sentence:
    found = Sentence(text)
    found.code, found.many, found.number, found.values = of.code, of.many, of.number, values
    return found


def of(error: ValidationError) -> list[str]:
    """The reasons as they were given: `error.messages` has their texts alone."""
    found = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return [
        each.message if isinstance(each.message, str) else str(each.message)
        for part in found
        for each in part
    ]


def kept(text: str) -> Kept:
    """For a JSON column. A text that is no sentence stays as it is."""
    if not isinstance(text, Sentence):
        return text.replace("\x00", "")
    found: dict[str, Any] = {"code": text.code}
    if text.many:
        found |= {"many": text.many, "number": text.number}
    if text.values:
        found["values"] = {name: _plain(value) for name, value in text.values.items()}
    return found


def _plain(value: object) -> str | int:
    if isinstance(value, int):
        return value
    return str(value).replace("\x00", "")[:VALUE_MAX]


def say(found: Kept) -> str:
    """In the language of the moment; what was kept as text is shown as it is."""
    if isinstance(found, str):
        return found
    code, many = found["code"], found.get("many")
    number = found.get("number", 0)
    sentence = translation.ngettext(code, many, number) if many else translation.gettext(code)
    return sentence % found["values"] if "values" in found else sentence
