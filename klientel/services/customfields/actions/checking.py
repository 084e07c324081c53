"""What a definition may say, made canonical; what it may not is named field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypedDict

from django.utils.translation import gettext as _

from klientel.foundation.lib import dates, numbers, text
from klientel.foundation.lib.refusals import Refused
from klientel.services.customfields import values
from klientel.services.customfields.choices import (
    CURRENCIES,
    LANGUAGES,
    LISTED,
    Type,
    decimals_of,
)
from klientel.services.customfields.folding import DECIMALS, DIGITS
from klientel.services.customfields.models import Definition

NAME_MAX: Final = 80
HELP_MAX: Final = 300
LENGTH_MAX: Final = 2_000
OPTIONS_MAX: Final = 100
KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
Errors = dict[str, list[str]]
Words = dict[str, str]


class Option(TypedDict, total=False):
    code: str
    labels: Words
    active: bool


class FieldValues(TypedDict, total=False):
    """What a definition says beside its kind and its key."""

    type: str
    names: Mapping[str, str]
    helps: Mapping[str, str]
    limits: Mapping[str, Any]
    options: Sequence[Option]
    required: bool
    active: bool
    indexed: bool


class Checker:
    """Of one definition. `errors` is empty when everything could be used."""

    def __init__(self, present: Definition | None = None) -> None:
        self.present = present
        self.errors: Errors = {}

    def check(self, given: FieldValues) -> dict[str, Any]:
        """The columns to write; what is not given stays, and a new one begins with nothing."""
        found: dict[str, Any] = {}
        kind = self._type(given)
        found["type"] = kind
        if "names" in given or self.present is None:
            found["names"] = self._words("names", given.get("names", {}), NAME_MAX)
            if not any(found["names"].values()):
                self._say("names", _("Enter a name."))
        if "helps" in given:
            found["helps"] = self._words("helps", given["helps"], HELP_MAX)
        is_other = self.present is None or kind != self.present.type
        if "limits" in given or is_other:
            found["limits"] = self._limits(Type(kind), given.get("limits", {}))
        if "options" in given or is_other:
            found["options"] = self._options(kind, given.get("options", ()))
        found |= {n: bool(given[n]) for n in ("required", "active", "indexed") if n in given}
        if kind == Type.CHOICES and found.get("indexed", self.present and self.present.indexed):
            self._say("indexed", _("A field with several choices has no index."))
        return found

    def _say(self, path: str, sentence: str) -> None:
        self.errors.setdefault(path, []).append(sentence)

    def _type(self, given: FieldValues) -> str:
        kind = given.get("type") or (self.present.type if self.present else "")
        if kind not in Type.values:
            self._say("type", _("Choose what the field holds."))
            return Type.TEXT
        return kind

    def _words(self, name: str, given: Mapping[str, str], most: int) -> Words:
        found: Words = {}
        for language in LANGUAGES:
            cleaned = text.clean(str(given.get(language, "")))
            if len(cleaned) > most:
                sentence = _("At most %(count)s characters.") % {"count": most}
                self._say(f"{name}.{language}", sentence)
            if cleaned:
                found[language] = cleaned
        return found

    def _limits(self, kind: Type, given: Mapping[str, Any]) -> dict[str, Any]:
        reader = LIMITS.get(kind)
        found = reader(self, given) if reader else {}
        least, most = found.get("min"), found.get("max")
        if least is not None and most is not None and least > most:
            self._say("limits.max", _("The greatest value is below the smallest."))
        return {name: value for name, value in found.items() if value is not None}

    def of_text(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {"length": self._whole("length", given, least=1, most=LENGTH_MAX) or values.LENGTH}

    def of_number(self, given: Mapping[str, Any]) -> dict[str, Any]:
        places = self._whole("decimals", given, least=0, most=DECIMALS) or 0
        return {"decimals": places, **self._borders(given, places)}

    def of_money(self, given: Mapping[str, Any]) -> dict[str, Any]:
        currency = str(given.get("currency") or "EUR").strip().upper()
        if currency not in CURRENCIES:
            sentence = _("“%(value)s” is no currency code such as EUR.")
            self._say("limits.currency", sentence % {"value": currency[:20]})
            return {}
        return {"currency": currency, **self._borders(given, decimals_of(currency))}

    def of_date(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._day(name, given.get(name)) for name in ("min", "max")}

    def _borders(self, given: Mapping[str, Any], places: int) -> dict[str, Any]:
        return {name: self._border(name, given.get(name), places) for name in ("min", "max")}

    def _border(self, name: str, given: Any, places: int) -> float | None:
        if given in (None, ""):
            return None
        try:
            found = values.decimal(given)
        except Refused:
            sentence = _("“%(value)s” is not a number.") % {"value": str(given)[:80]}
            self._say(f"limits.{name}", sentence)
            return None
        if abs(found) >= 10**DIGITS:
            self._say(f"limits.{name}", _("This number is too large."))
            return None
        return values.plain(values.round_to(found, places))

    def _day(self, name: str, given: Any) -> str | None:
        if given in (None, ""):
            return None
        try:
            return dates.parse(str(given)).isoformat()
        except Refused:
            sentence = _("“%(text)s” is no day. Write it as 31.12.2026.")
            self._say(f"limits.{name}", sentence % {"text": str(given)[:80]})
            return None

    def _whole(self, name: str, given: Mapping[str, Any], *, least: int, most: int) -> int | None:
        value = given.get(name)
        if value in (None, ""):
            return None
        try:
            found = numbers.parse(str(value), "")
        except Refused:
            found = Decimal(-1)
        if not least <= found <= most or found != found.to_integral_value():
            sentence = _("A whole number from %(least)s to %(most)s.")
            self._say(f"limits.{name}", sentence % {"least": least, "most": most})
            return None
        return int(found)

    def _options(self, kind: str, given: Sequence[Option]) -> list[Option]:
        """Codes stay: a choice that is left out is no longer offered, and keeps its label."""
        if kind not in LISTED:
            return []
        old = self.present.options if self.present and self.present.type in LISTED else []
        known = {each["code"]: each for each in old}
        found: list[Option] = []
        for place, each in enumerate(given):
            option = self._option(place, each, taken={o["code"] for o in found} | set(known))
            if option is None:
                continue
            if any(option["code"] == other["code"] for other in found):
                self._say(f"options.{place}.code", _("This code stands here twice."))
            found.append(option)
        codes = {each["code"] for each in found}
        found += [
            Option(code=each["code"], labels=each["labels"], active=False)
            for each in old
            if each["code"] not in codes
        ]
        self._check_options(found)
        return found

    def _option(self, place: int, given: Option, *, taken: set[str]) -> Option | None:
        labels = self._words(f"options.{place}.labels", given.get("labels", {}), NAME_MAX)
        code = str(given.get("code") or "").strip()
        if not labels and not code:
            return None
        if not labels:
            self._say(f"options.{place}.labels", _("Enter a name."))
        if code and not CODE.fullmatch(code):
            sentence = _("Small letters, digits and _ only, at most 40.")
            self._say(f"options.{place}.code", sentence)
        first = next(iter(labels.values()), "")
        code = code or slug(first, taken) or slug(f"o{place + 1}", taken)
        return Option(code=code, labels=labels, active=bool(given.get("active", True)))

    def _check_options(self, found: Sequence[Option]) -> None:
        if len(found) > OPTIONS_MAX:
            self._say("options", _("At most %(count)s.") % {"count": OPTIONS_MAX})
        if not any(each["active"] for each in found):
            self._say("options", _("Enter at least one choice."))
        for language in LANGUAGES:
            offered = (each["labels"].get(language, "") for each in found if each["active"])
            given = [text.fold(label) for label in offered if label]
            if len(set(given)) < len(given):
                self._say("options", _("Two choices have the same name."))
                return


LIMITS: Final[Mapping[Type, Callable[[Checker, Mapping[str, Any]], dict[str, Any]]]] = {
    Type.TEXT: Checker.of_text,
    Type.NUMBER: Checker.of_number,
    Type.MONEY: Checker.of_money,
    Type.DATE: Checker.of_date,
}


def slug(name: str, taken: set[str]) -> str:
    """A code from a name; another one has a number behind it."""
    base = re.sub(r"[^a-z0-9]+", "_", text.fold_german(name)).strip("_")[:30]
    if not base or base not in taken:
        return base
    return next(code for n in range(2, 10_000) if (code := f"{base}_{n}") not in taken)
