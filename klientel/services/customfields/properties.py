"""What lists can be asked about custom fields: the folded text under their key, by its meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final

from django.db.models import Q, QuerySet
from django.db.models.lookups import (
    Contains,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    LessThanOrEqual,
    StartsWith,
)
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.db.keytext import KeyText, key_text
from klientel.foundation.db.narrowing import asked_each, naming
from klientel.foundation.db.properties import (
    NOTHING,
    Choices,
    DayProperty,
    Property,
    Values,
    ago,
    one,
)
from klientel.foundation.lib import clock, numbers, text
from klientel.foundation.lib.refusals import Refused

from . import folding
from .choices import Type
from .kinds import FOLDED, VALUES
from .models import Definition
from .reading import Fields


@dataclass(frozen=True, kw_only=True)
class CustomProperty(Property):
    """`column` is the key."""

    may_be_missing: bool = True

    @property
    def folded(self) -> KeyText:
        return key_text(FOLDED, self.column)

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        del actor
        if operator == "given":
            return Q(GreaterThan(self.folded, ""))
        return self.asked(operator, values)

    def asked(self, operator: str, values: Values) -> Q:
        raise NotImplementedError

    def input(self, operator: str) -> str:
        return "" if operator in NOTHING else "text"


@dataclass(frozen=True, kw_only=True)
class CustomText(CustomProperty):
    OPERATORS: ClassVar[tuple[str, ...]] = ("has", "is", "begins", "has_not", "is_not")

    def asked(self, operator: str, values: Values) -> Q:
        lookup = {"is": Exact, "has": Contains, "begins": StartsWith}[operator]
        found = Q()
        for each in dict.fromkeys(text.folds(one(values))):
            found |= Q(lookup(self.folded, each[: folding.LONGEST]))
        return found


@dataclass(frozen=True, kw_only=True)
class CustomPhone(CustomProperty):
    """By any part of its digits."""

    OPERATORS: ClassVar[tuple[str, ...]] = ("has", "has_not")

    def asked(self, operator: str, values: Values) -> Q:
        del operator
        digits = "".join(filter(str.isdigit, one(values))).lstrip("0")
        if not digits:
            raise Refused("value")
        return Q(Contains(self.folded, digits))


@dataclass(frozen=True, kw_only=True)
class CustomNumber(CustomProperty):
    OPERATORS: ClassVar[tuple[str, ...]] = ("is", "least", "most", "is_not")

    def asked(self, operator: str, values: Values) -> Q:
        wanted = numbers.parse(one(values), (get_language() or "en")[:2])
        if abs(wanted) >= Decimal(10) ** folding.DIGITS:
            raise Refused("value")
        border = folding.number(wanted)
        if operator == "most":
            return Q(GreaterThan(self.folded, "")) & Q(LessThanOrEqual(self.folded, border))
        lookup = {"is": Exact, "least": GreaterThanOrEqual}[operator]
        return Q(lookup(self.folded, border))

    def kept(self, operator: str, values: Values) -> Values:
        """With a point, and never three digits behind it: in German those would be thousands."""
        if operator in NOTHING:
            return values
        plain = f"{numbers.parse(one(values), (get_language() or 'en')[:2]):f}"
        return [f"{plain}0" if plain[-4:-3] == "." else plain]

    def typed(self, operator: str, values: Values) -> list[str]:
        if operator in NOTHING:
            return list(values)
        return [_localized(value) for value in values]

    def said(self, actor: Actor, operator: str, values: Values) -> list[str]:
        del actor
        return self.typed(operator, values)

    def input(self, operator: str) -> str:
        return "" if operator in NOTHING else "number"


def _localized(value: str) -> str:
    try:
        number = numbers.parse(value, (get_language() or "en")[:2])
    except Refused:
        return value
    shown = f"{number:f}"
    return number_format(shown.rstrip("0").rstrip(".") if "." in shown else shown)


@dataclass(frozen=True, kw_only=True)
class CustomDay(DayProperty):
    """A day, not a moment: the same in every time zone. `column` is the key."""

    may_be_missing: bool = True
    OPERATORS: ClassVar[tuple[str, ...]] = ("within", "ahead", *DayProperty.OPERATORS[1:])

    def days(self, operator: str, values: Values) -> tuple[date | None, date | None]:
        """Other than what happened, such days may be still to come."""
        today = clock.today(timezone.get_current_timezone_name())
        if operator == "ahead":
            return today, ago(today, *values, is_ahead=True)
        first, last = super().days(operator, values)
        return (first, today) if operator == "within" else (first, last)

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        del actor
        folded = key_text(FOLDED, self.column)
        found = Q(GreaterThan(folded, ""))
        if operator == "given":
            return found
        first, last = self.days(operator, values)
        if first:
            found = Q(GreaterThanOrEqual(folded, text.fold(first.isoformat())))
        return found & Q(LessThanOrEqual(folded, text.fold(last.isoformat()))) if last else found


@dataclass(frozen=True, kw_only=True)
class CustomChoice(CustomProperty):
    choices: tuple[tuple[str, str], ...]
    OPERATORS: ClassVar[tuple[str, ...]] = ("in", "not_in")

    def asked(self, operator: str, values: Values) -> Q:
        del operator
        if not values or not set(dict(self.choices)).issuperset(values):
            raise Refused("value")
        return self.any_of(values)

    def any_of(self, codes: Values) -> Q:
        return Q(In(self.folded, [text.fold(code) for code in codes]))

    def options(self, actor: Actor) -> Choices:
        del actor
        return self.choices

    def said(self, actor: Actor, operator: str, values: Values) -> list[str]:
        del actor, operator
        labels = dict(self.choices)
        return [labels.get(value, value) for value in values]

    def input(self, operator: str) -> str:
        return "" if operator in NOTHING else "many"


@dataclass(frozen=True, kw_only=True)
class CustomChoices(CustomChoice):
    """Any of those asked for is among those the record has."""

    def any_of(self, codes: Values) -> Q:
        found = Q()
        for code in codes:
            found |= Q(Contains(self.folded, f"{folding.BETWEEN}{code}{folding.BETWEEN}"))
        return found


def _text(row: Definition) -> Property:
    return CustomText(**_own(row))


def _number(row: Definition) -> Property:
    return CustomNumber(**_own(row))


def _yes_no(row: Definition) -> Property:
    return CustomChoice(**_own(row), choices=(("1", _("Yes")), ("0", _("No"))))


def _choice(row: Definition) -> Property:
    return CustomChoice(**_own(row), choices=tuple(row.labels().items()))


MAKERS: Final[Mapping[Type, Callable[[Definition], Property]]] = {
    Type.TEXT: _text,
    Type.EMAIL: _text,
    Type.URL: _text,
    Type.PHONE: lambda row: CustomPhone(**_own(row)),
    Type.NUMBER: _number,
    Type.MONEY: _number,
    Type.DATE: lambda row: CustomDay(**_own(row)),
    Type.YES_NO: _yes_no,
    Type.CHOICE: _choice,
    Type.CHOICES: lambda row: CustomChoices(**_own(row), choices=tuple(row.labels().items())),
}


def properties(fields: Fields) -> tuple[Property, ...]:
    """Of the fields that are offered, in their order and in the reader's language."""
    return tuple(MAKERS[Type(each.type)](each) for each in fields.offered)


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Rows of another kind, that those of a list name in a column."""

    column: str
    rows: Callable[[Actor], QuerySet[Any]]
    permission: str  # to see such rows


@dataclass(frozen=True, kw_only=True)
class CustomElsewhere(Property):
    """What can be asked of a row, of one that is named by it."""

    inner: Property
    rows: Callable[[Actor], QuerySet[Any]]
    is_indexed: bool

    @property
    def operators(self) -> tuple[str, ...]:
        return self.inner.operators

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        found = self.rows(actor).filter(self.inner.test(actor, operator, values))
        is_quick = self.is_indexed and operator != "has"
        return (naming if is_quick else asked_each)(self.column, found)

    def options(self, actor: Actor) -> Choices:
        return self.inner.options(actor)

    def said(self, actor: Actor, operator: str, values: Values) -> list[str]:
        return self.inner.said(actor, operator, values)

    def kept(self, operator: str, values: Values) -> Values:
        return self.inner.kept(operator, values)

    def typed(self, operator: str, values: Values) -> list[str]:
        return self.inner.typed(operator, values)

    def input(self, operator: str) -> str:
        return self.inner.input(operator)


def elsewhere(fields: Fields, owner: Elsewhere, *, about: str, titled: str) -> tuple[Property, ...]:
    """The same of rows named in a column; `titled` has a place for the name of a field."""
    return tuple(
        CustomElsewhere(
            name=f"{owner.column}_{inner.name}",
            title=titled % {"name": inner.title},
            about=about,
            column=owner.column,
            permission=owner.permission,
            inner=inner,
            rows=owner.rows,
            is_indexed=row.is_ready,
        )
        for row, inner in zip(fields.offered, properties(fields), strict=True)
    )


def _own(row: Definition) -> dict[str, Any]:
    name, about = f"{VALUES}.{row.key}", _("Custom fields")
    return {"name": name, "title": row.name, "about": about, "column": row.key}
