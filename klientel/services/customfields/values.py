"""Values of custom fields: made canonical, so that the same is always stored alike, and shown.

Text is clean, a number is one, a day is ISO 8601, choices are codes in the order of the list, a
telephone number is E.164. What holds nothing is not stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from babel.numbers import format_currency
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as say

from klientel.foundation.lib import dates, emails, numbers, phones, text, urls
from klientel.foundation.lib.answers import yes_or_no
from klientel.foundation.lib.refusals import Refused
from klientel.foundation.lib.sentences import gettext as _
from klientel.foundation.lib.sentences import ngettext

from .choices import NUMBERS, Type, decimals_of
from .folding import DIGITS, Value
from .models import Definition
from .reading import Fields

LENGTH: Final = 200  # of a text, unless its definition says otherwise
URL_MAX: Final = 500
Values = Mapping[str, Any]
Errors = dict[str, list[str]]


class Unfit(ValueError):
    """What a field cannot hold, with a sentence that says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def clean(fields: Fields, given: Values, *, country: str) -> tuple[dict[str, Value | None], Errors]:
    """Only fields given are returned, and None for one that is to hold nothing."""
    cleaned: dict[str, Value | None] = {}
    errors: Errors = {}
    for key, value in given.items():
        definition = fields.live.get(key)
        if definition is None:
            errors[key] = [_("There is no custom field “%(key)s”.") % {"key": str(key)[:40]}]
            continue
        try:
            cleaned[key] = one(definition, value, country=country)
        except Unfit as unfit:
            errors[key] = [unfit.sentence]
    return cleaned, errors


def one(definition: Definition, given: Any, *, country: str) -> Value | None:
    """Raises Unfit."""
    if given is None or given == [] or (isinstance(given, str) and not given.strip()):
        return None
    return CLEANERS[Type(definition.type)](definition, given, country)


def refuse_emptied(fields: Fields, cleaned: Values) -> Errors:
    """What is required may be missing, and is not taken away."""
    return {
        key: [missing()]
        for key, value in cleaned.items()
        if value is None and key in fields.live and fields.live[key].required
    }


def refuse_missing(fields: Fields, given: Values) -> Errors:
    """Of a new record that is given as a whole."""
    return {
        each.key: [missing()]
        for each in fields.offered
        if each.required and given.get(each.key) in (None, "", [])
    }


def missing() -> str:
    return _("This field is required.")


def _text(definition: Definition, given: Any, _country: str) -> Value | None:
    cleaned = text.clean(_words(given))
    most = definition.limits.get("length", LENGTH)
    if len(cleaned) > most:
        raise Unfit(_("At most %(count)s characters.") % {"count": most})
    return cleaned or None


def _number(definition: Definition, given: Any, _country: str) -> Value | None:
    places = decimals(definition)
    try:
        found = decimal(given)
    except Refused as error:
        sentence = _("“%(value)s” is not a number.")
        raise Unfit(sentence % {"value": str(given)[:80]}) from error
    if abs(found) >= 10**DIGITS:
        raise Unfit(_("This number is too large."))
    rounded = round_to(found, places)
    if rounded != found:
        sentence = ngettext(
            "At most %(count)s decimal place.", "At most %(count)s decimal places.", places
        )
        raise Unfit(sentence % {"count": places})
    _within(definition, rounded)
    return plain(rounded)


def decimal(given: Any) -> Decimal:
    if isinstance(given, bool):
        raise Refused("number")
    if isinstance(given, int | float | Decimal):
        found = Decimal(str(given))
        if not found.is_finite():
            raise Refused("number")
        return found
    return numbers.parse(_words(given), (get_language() or "en")[:2])


def round_to(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(value: Decimal) -> int | float:
    """As JSON has it: the same number is always written alike."""
    return int(value) if value == value.to_integral_value() else float(value)


def decimals(definition: Definition) -> int:
    if definition.type == Type.MONEY:
        return decimals_of(definition.limits["currency"])
    return int(definition.limits.get("decimals", 0))


def _within(definition: Definition, value: Decimal) -> None:
    least, most = definition.limits.get("min"), definition.limits.get("max")
    if least is not None and value < Decimal(str(least)):
        raise Unfit(_("At least %(value)s.") % {"value": show(definition, least)})
    if most is not None and value > Decimal(str(most)):
        raise Unfit(_("At most %(value)s.") % {"value": show(definition, most)})


def _date(definition: Definition, given: Any, _country: str) -> Value | None:
    try:
        found = given if isinstance(given, date) else dates.parse(_words(given))
    except Refused as error:
        sentence = _("“%(text)s” is no day. Write it as 31.12.2026.")
        raise Unfit(sentence % {"text": str(given)[:80]}) from error
    day = f"{found:%Y-%m-%d}" if found.year >= 1000 else found.isoformat()
    first, last = definition.limits.get("min"), definition.limits.get("max")
    if first and day < first:
        raise Unfit(_("Not before %(value)s.") % {"value": show(definition, first)})
    if last and day > last:
        raise Unfit(_("Not after %(value)s.") % {"value": show(definition, last)})
    return day


def _choice(definition: Definition, given: Any, _country: str) -> Value | None:
    return _code(definition, _words(given))


def _choices(definition: Definition, given: Any, _country: str) -> Value | None:
    listed = given if isinstance(given, list | tuple) else [given]
    wanted = {_code(definition, _words(each)) for each in listed if each}
    return [each["code"] for each in definition.options if each["code"] in wanted] or None


def listed(definition: Definition, parts: Iterable[str]) -> list[str]:
    """Of one cell: a comma is between choices where it is not within the name of one."""
    found: list[str] = []
    for part in parts:
        try:
            _code(definition, text.clean(part))
            found.append(part)
        except Unfit:
            found += part.split(",")
    return [part for part in found if part.strip()]


def _code(definition: Definition, given: str) -> str:
    """A choice by its code; by its label in any language as well."""
    if any(each["code"] == given for each in definition.options):
        return given
    wanted = text.fold(given)
    for each in definition.options:
        if wanted and wanted in map(text.fold, [each["code"], *each["labels"].values()]):
            return str(each["code"])
    raise Unfit(_("“%(value)s” is not on the list.") % {"value": given[:80]})


def _yes_no(_definition: Definition, given: Any, _country: str) -> Value | None:
    if isinstance(given, bool):
        return given
    found = yes_or_no(_words(given))
    if found is None:
        raise Unfit(_("“%(value)s” is neither yes nor no.") % {"value": str(given)[:80]})
    return found


def _email(_definition: Definition, given: Any, _country: str) -> Value | None:
    try:
        return emails.check(_words(given))
    except Refused as error:
        sentence = _("“%(value)s” is not an e-mail address.")
        raise Unfit(sentence % {"value": str(given)[:80]}) from error


def _phone(_definition: Definition, given: Any, country: str) -> Value | None:
    found = phones.parse(text.clean(_words(given)), country)
    if found is None:
        sentence = _("“%(value)s” is not a telephone number.")
        raise Unfit(sentence % {"value": str(given)[:80]})
    return str(found)


def _url(_definition: Definition, given: Any, _country: str) -> Value | None:
    try:
        found = urls.check(_words(given))
    except Refused as error:
        sentence = _("“%(value)s” is not a web address.")
        raise Unfit(sentence % {"value": str(given)[:80]}) from error
    if len(found) > URL_MAX:
        raise Unfit(_("At most %(count)s characters.") % {"count": URL_MAX})
    return found


def _words(given: Any) -> str:
    """A number may stand where words are meant; lists and the like may not."""
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise Unfit(_("This value does not fit the field."))
    return str(given)


CLEANERS: Final[Mapping[Type, Callable[[Definition, Any, str], Value | None]]] = {
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.MONEY: _number,
    Type.DATE: _date,
    Type.CHOICE: _choice,
    Type.CHOICES: _choices,
    Type.YES_NO: _yes_no,
    Type.EMAIL: _email,
    Type.PHONE: _phone,
    Type.URL: _url,
}


def show(definition: Definition, value: Any, *, home: str = "") -> str:
    """As a reader of the moment reads it; telephone numbers as one dials them from `home`."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    if definition.type in NUMBERS and isinstance(value, int | float):
        return _shown_number(definition, value)
    if definition.type == Type.PHONE:
        return phones.show(str(value), home)
    special = SHOWN.get(Type(definition.type))
    return special(definition, value) if special else str(value)


def _shown_choices(definition: Definition, value: Any) -> str:
    """In the order of the list, whatever it was when they were stored."""
    labels = definition.labels()
    codes: Sequence[Any] = value if isinstance(value, list) else [value]
    known = [code for code in labels if code in codes]
    return ", ".join(labels.get(code, str(code)) for code in dict.fromkeys([*known, *codes]))


def _shown_number(definition: Definition, value: float) -> str:
    exact = Decimal(str(value))
    if definition.type == Type.MONEY:
        language = (get_language() or "en").replace("-", "_")
        return format_currency(exact, definition.limits["currency"], locale=language)
    places = max(decimals(definition), -int(exact.as_tuple().exponent))
    return number_format(exact, decimal_pos=places, force_grouping=True)


def shown_day(value: str) -> str:
    try:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    except ValueError:
        return value


SHOWN: Final[Mapping[Type, Callable[[Definition, Any], str]]] = {
    Type.CHOICE: _shown_choices,
    Type.CHOICES: _shown_choices,
    Type.DATE: lambda _definition, value: shown_day(str(value)),
}


def typed(definition: Definition, value: Any, *, home: str = "") -> Any:
    """As it stands in a form, ready to be typed over; sent back unchanged it is the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if definition.type in NUMBERS and isinstance(value, int | float):
        return number_format(Decimal(str(value)), use_l10n=True, force_grouping=False)
    if definition.is_listed:
        return value
    return show(definition, value, home=home)
