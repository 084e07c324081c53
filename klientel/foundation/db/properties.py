"""What a list can be asked about: a domain declares properties, a condition asks one of them.

A property of related rows asks whether there is such a row, or that there is none: "no contact is
called so" is not "a contact is called otherwise".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Exists, Q, QuerySet
from django.db.models.lookups import Contains, Exact, StartsWith
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.foundation.access import Actor
from klientel.foundation.lib import clock, dates, text
from klientel.foundation.lib.digits import whole
from klientel.foundation.lib.refusals import Refused

from . import narrowing
from .lowered import lowered

Text = str | Promise
Choices = Iterable[tuple[str, Text]]
Values = Sequence[str]
# An operator that says no is the one that says yes, turned round.
NEGATIVE: Mapping[str, str] = {
    "is_not": "is",
    "has_not": "has",
    "not_in": "in",
    "empty": "given",
    "no": "yes",
}
UNITS: Mapping[str, Text] = {
    "days": _("days"),
    "weeks": _("weeks"),
    "months": _("months"),
    "years": _("years"),
}
# Behind "within the last" and "within the next", for languages that decline it.
UNITS_WITHIN: Mapping[str, Text] = {
    "days": pgettext_lazy("within the last", "days"),
    "weeks": pgettext_lazy("within the last", "weeks"),
    "months": pgettext_lazy("within the last", "months"),
    "years": pgettext_lazy("within the last", "years"),
}
SPANS: Mapping[str, Text] = {
    "today": _("today"),
    "yesterday": _("yesterday"),
    "week": _("this week"),
    "last_week": _("last week"),
    "month": _("this month"),
    "last_month": _("last month"),
    "quarter": _("this quarter"),
    "last_quarter": _("last quarter"),
    "year": _("this year"),
    "last_year": _("last year"),
}
LABELS: Mapping[str, Text] = {
    "is": pgettext_lazy("condition", "is"),
    "is_not": pgettext_lazy("condition", "is not"),
    "has": pgettext_lazy("condition", "contains"),
    "has_not": pgettext_lazy("condition", "does not contain"),
    "begins": pgettext_lazy("condition", "begins with"),
    "in": pgettext_lazy("condition", "is one of"),
    "not_in": pgettext_lazy("condition", "is none of"),
    "given": pgettext_lazy("condition", "is given"),
    "empty": pgettext_lazy("condition", "is missing"),
    "yes": pgettext_lazy("condition", "yes"),
    "no": pgettext_lazy("condition", "no"),
    "on": pgettext_lazy("condition", "is on"),
    "before": pgettext_lazy("condition", "is before"),
    "after": pgettext_lazy("condition", "is after"),
    "between": pgettext_lazy("condition", "is between"),
    "within": pgettext_lazy("condition", "is within the last"),
    "older": pgettext_lazy("condition", "is longer ago than"),
    "ahead": pgettext_lazy("condition", "is within the next"),
    "span": pgettext_lazy("condition", "is in the period"),
    "least": pgettext_lazy("condition", "is at least"),
    "most": pgettext_lazy("condition", "is at most"),
}
# What is typed behind an operator, where it is not the property's own kind of value.
NOTHING = frozenset({"given", "empty", "yes", "no"})
LONG = 4  # digits of a number of days, weeks, months or years
DAYS = ("day", "days")  # inputs of days by the calendar


@dataclass(frozen=True, kw_only=True)
class Property:
    name: str
    title: Text
    about: Text = ""  # the heading it stands under where one is chosen
    column: str = ""
    of: Callable[[Actor], QuerySet[Any]] | None = None  # related rows, tied to a row by OuterRef
    permission: str = ""  # beyond that for the list
    may_be_missing: bool = False
    OPERATORS: ClassVar[tuple[str, ...]] = ()

    @property
    def operators(self) -> tuple[str, ...]:
        return (*self.OPERATORS, *(("given", "empty") if self.may_be_missing else ()))

    def question(self, actor: Actor, operator: str, values: Values) -> Q:
        """Raises Refused for an operator or a value that it does not know."""
        if operator not in self.operators:
            raise Refused("operator")
        found = self.test(actor, NEGATIVE.get(operator, operator), values)
        if self.of is not None:
            found = Q(Exists(self.of(actor).filter(found)))
        return ~found if operator in NEGATIVE else found

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        """Of the row itself, or of one related to it; never a negative one."""
        raise NotImplementedError

    def options(self, actor: Actor) -> Choices:
        """What can be chosen from, if anything."""
        del actor
        return ()

    def said(self, actor: Actor, operator: str, values: Values) -> list[str]:
        """The values as a reader knows them."""
        del actor, operator
        return list(values)

    def kept(self, operator: str, values: Values) -> Values:
        """As addresses and views hold them, whatever language the next reader has."""
        del operator
        return values

    def typed(self, operator: str, values: Values) -> list[str]:
        """What was kept, as the reader would type it."""
        del operator
        return list(values)

    def input(self, operator: str) -> str:
        """What is typed behind it: `text`, `many`, `day`, `days`, `ago`, `span`, `number`, …"""
        raise NotImplementedError


def one(values: Values) -> str:
    found = text.clean(values[0]) if values else ""
    if not found:
        raise Refused("value")
    return found


@dataclass(frozen=True, kw_only=True)
class TextProperty(Property):
    fold: str = ""  # the column that holds it folded
    OPERATORS: ClassVar[tuple[str, ...]] = ("has", "is", "begins", "has_not", "is_not")

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        del actor
        if operator == "given":
            return ~Q(**{self.column: ""})
        typed = one(values)
        return self._folded(operator, typed) if self.fold else self._plain(operator, typed)

    def _folded(self, operator: str, typed: str) -> Q:
        lookup = {"is": "exact", "has": "contains", "begins": "startswith"}[operator]
        found = Q()
        for each in dict.fromkeys(text.folds(typed)):
            found |= Q(**{f"{self.fold}__{lookup}": each})
        return found

    def _plain(self, operator: str, typed: str) -> Q:
        lookup = {"is": Exact, "has": Contains, "begins": StartsWith}[operator]
        return Q(lookup(lowered(self.column), typed.lower()))

    def input(self, operator: str) -> str:
        return "" if operator in NOTHING else "text"


@dataclass(frozen=True, kw_only=True)
class WordsProperty(TextProperty):
    """A person's name, whose words stand in no certain order."""

    OPERATORS: ClassVar[tuple[str, ...]] = ("has", "has_not")

    def _folded(self, operator: str, typed: str) -> Q:
        found = Q()
        for word in text.fold(typed).split():
            found &= super()._folded(operator, word)
        return found


@dataclass(frozen=True, kw_only=True)
class DigitsProperty(TextProperty):
    """A telephone number, by any part of its digits."""

    OPERATORS: ClassVar[tuple[str, ...]] = ("has", "has_not")

    def _plain(self, operator: str, typed: str) -> Q:
        del operator
        digits = "".join(filter(str.isdigit, typed)).lstrip("0")
        if not digits:
            raise Refused("value")
        return Q(**{f"{self.column}__contains": digits})


@dataclass(frozen=True, kw_only=True)
class CodeProperty(TextProperty):
    """A code of letters and digits, however somebody spaces it."""

    def _plain(self, operator: str, typed: str) -> Q:
        code = "".join(filter(str.isalnum, typed))
        if not code:
            raise Refused("value")
        return super()._plain(operator, code)


@dataclass(frozen=True, kw_only=True)
class ChoiceProperty(Property):
    choices: Callable[[Actor], Choices]
    OPERATORS: ClassVar[tuple[str, ...]] = ("in", "not_in")
    is_key: bool = False  # of a row; else a code

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        if operator == "given":
            return ~Q(**{f"{self.column}__isnull": True} if self.is_key else {self.column: ""})
        known = {code for code, _label in self.options(actor)}
        if not values or not known.issuperset(values):
            raise Refused("value")
        return Q(**{f"{self.column}__in": [int(v) if self.is_key else v for v in values]})

    def options(self, actor: Actor) -> Choices:
        return self.choices(actor)

    def said(self, actor: Actor, operator: str, values: Values) -> list[str]:
        del operator
        labels = dict(self.options(actor))
        return [str(labels.get(value, value)) for value in values]

    def input(self, operator: str) -> str:
        return "" if operator in NOTHING else "many"


@dataclass(frozen=True, kw_only=True)
class SwitchProperty(Property):
    """On or off; of related rows: whether there is any."""

    asks: Q = field(default_factory=Q)
    OPERATORS: ClassVar[tuple[str, ...]] = ("yes", "no")

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        del actor, operator, values
        return Q(**{self.column: True}) if self.column else self.asks

    def input(self, operator: str) -> str:
        del operator
        return ""


@dataclass(frozen=True, kw_only=True)
class DayProperty(Property):
    """A moment, asked by days of the reader's time zone."""

    index: Callable[[], QuerySet[Any]] | None = None  # the rows that an index by it holds
    OPERATORS: ClassVar[tuple[str, ...]] = (
        "within",
        "older",
        "span",
        "on",
        "before",
        "after",
        "between",
    )

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        if operator == "given":
            return Q(**{f"{self.column}__isnull": False})
        first, last = self.days(operator, values)
        start, after = dates.day_range(first, last, timezone.get_current_timezone_name())
        found = Q(**{f"{self.column}__gte": start}) if start else Q()
        if after:
            found &= Q(**{f"{self.column}__lt": after})
        return narrowing.led(actor, self.index(), found) if self.index and found else found

    def days(self, operator: str, values: Values) -> tuple[date | None, date | None]:
        day = timedelta(days=1)
        if operator in ("within", "older"):
            border = ago(clock.today(timezone.get_current_timezone_name()), *values)
            return (border, None) if operator == "within" else (None, border - day)
        if operator == "span":
            return span(clock.today(timezone.get_current_timezone_name()), one(values))
        days = [dates.parse(one([value])) for value in values]
        if len(days) != (2 if operator == "between" else 1):
            raise Refused("value")
        first, last = days[0], days[-1]
        if last < first:
            raise Refused("order")
        if operator == "before":
            return None, first - day
        return (first + day, None) if operator == "after" else (first, last)

    def said(self, actor: Actor, operator: str, values: Values) -> list[str]:
        del actor
        if operator == "span":
            return [str(SPANS.get(value, value)) for value in values]
        if self.input(operator) == "ago":
            units = units_behind(operator)
            return [" ".join(str(units.get(value, value)) for value in values)]
        return self.typed(operator, values)

    def kept(self, operator: str, values: Values) -> Values:
        if self.input(operator) not in DAYS:
            return values
        return [dates.parse(one([value])).isoformat() for value in values]

    def typed(self, operator: str, values: Values) -> list[str]:
        if self.input(operator) not in DAYS:
            return list(values)
        return [_as_typed(value) for value in values]

    def input(self, operator: str) -> str:
        kinds = {
            "within": "ago",
            "older": "ago",
            "ahead": "ago",
            "span": "span",
            "between": "days",
        }
        return "" if operator in NOTHING else kinds.get(operator, "day")


def units_behind(operator: str) -> Mapping[str, Text]:
    return UNITS if operator == "older" else UNITS_WITHIN


def _as_typed(value: str) -> str:
    try:
        return date_format(dates.parse(value), "SHORT_DATE_FORMAT")
    except Refused:
        return value


def ago(today: date, count: str = "", unit: str = "", *, is_ahead: bool = False) -> date:
    """So many days, weeks, months or years before today; the last day of a shorter month."""
    number = whole(count, most=LONG)
    if number is None or unit not in UNITS:
        raise Refused("value")
    if is_ahead:
        number = -number
    try:
        if unit in ("days", "weeks"):
            return today - timedelta(days=number * (7 if unit == "weeks" else 1))
        return _month_back(today, number * (12 if unit == "years" else 1))
    except (OverflowError, ValueError) as error:
        raise Refused("value") from error


def span(today: date, name: str) -> tuple[date, date]:
    """First and last day. Weeks begin on Monday, as in ISO 8601."""
    if name not in SPANS:
        raise Refused("value")
    is_last = name.startswith("last_") or name == "yesterday"
    if name in ("today", "yesterday"):
        day = today - timedelta(days=is_last)
        return day, day
    unit = name.removeprefix("last_")
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * is_last)
        return monday, monday + timedelta(days=6)
    length = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = today.replace(day=1)
    first = _month_back(first, (first.month - 1) % length + length * is_last)
    return first, _month_back(first, -length) - timedelta(days=1)


def _month_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            if last == 28 or day.day <= 28:
                raise
    raise AssertionError("every month has 28 days")
