"""What narrows a list: a form read from its address, and the chips that show what it says.

What cannot be read is named and left out; the other filters still hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import dates
from klientel.foundation.lib.refusals import Refused

M = TypeVar("M", bound=models.Model)
COUNT = "count"  # in an address: the number of rows is asked for, not the rows


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    query: str  # of the same list without this filter


def example_day() -> str:
    return date_format(date(2026, 12, 31), "SHORT_DATE_FORMAT")


example = lazy(example_day, str)


class DayField(forms.CharField):
    """A day as it is typed in German, French or English."""

    def __init__(self, **kwargs: Any) -> None:
        shown = forms.TextInput(attrs={"placeholder": example()})
        super().__init__(required=False, max_length=40, widget=shown, **kwargs)

    def clean(self, value: Any) -> date | None:
        text = super().clean(str(value or "").replace("\x00", ""))
        if not text:
            return None
        try:
            return dates.parse(text)
        except Refused as error:
            sentence = _("“%(text)s” is no day. Write it as 31.12.2026.")
            raise forms.ValidationError(sentence % {"text": text}) from error


class Filters(forms.Form):
    """Base of every list's filters. `given` holds what could be read and is not empty."""

    use_required_attribute = False

    def __init__(self, actor: Actor, params: QueryDict) -> None:
        super().__init__(params, auto_id="filter_%s")
        self.actor = actor
        self.params = params
        self.prepare()
        self.full_clean()

    def prepare(self) -> None:
        """Fill in choices that depend on who is looking."""

    def narrow(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        raise NotImplementedError

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def state(self) -> tuple[object, ...]:
        """All that the fields show: what was given, and what there is to choose from."""
        given = tuple((name, *self.params.getlist(name)) for name in self.fields)
        offered = tuple(
            (str(value), str(label))
            for field in self.fields.values()
            if isinstance(field, forms.ChoiceField)
            for value, label in cast("Iterable[tuple[object, object]]", field.choices)
        )
        return (type(self), given, offered)

    @property
    def complaints(self) -> list[str]:
        return [
            f"{self.fields[name].label}: {' '.join(map(str, said))}"
            for name, said in self.errors.items()
        ]

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(self.fields[name].label), self.shown(name, value), without(self.params, name))
            for name, value in self.given.items()
        ]

    def shown(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return date_format(value, "SHORT_DATE_FORMAT")
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return str(value)
        labels = {str(code): str(label) for code, label in _flat(field)}
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels[str(each)] for each in values)


def without(params: QueryDict, *names: str) -> str:
    """The query string less some of its parts; a cursor belongs to the whole and goes too."""
    left = params.copy()
    for name in ("cursor", "loaded", COUNT, *names):
        left.pop(name, None)
    for name in [name for name in left if not any(left.getlist(name))]:
        del left[name]
    return left.urlencode()


def within_days(
    queryset: models.QuerySet[M],
    column: str,
    *,
    first: date | None,
    last: date | None,
    led: Callable[[models.Q], models.Q] | None = None,
) -> models.QuerySet[M]:
    """From the first to the last day, both within, in the reader's time zone.

    `led` may put the condition otherwise, see `narrowing`.
    """
    start, after = dates.day_range(first, last, timezone.get_current_timezone_name())
    found = models.Q(**{f"{column}__gte": start}) if start else models.Q()
    if after:
        found &= models.Q(**{f"{column}__lt": after})
    return queryset.filter(led(found) if led and found else found)


def _flat(field: forms.ChoiceField) -> Iterable[tuple[Any, Any]]:
    choices: Any = field.choices  # Any: an iterable of pairs, wrapped by Django
    return list(choices)
