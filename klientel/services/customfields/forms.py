"""The form of a definition: what it is called, its limits, and the rows of its choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from babel.numbers import get_currency_name
from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from klientel.foundation.ui.filtering import example
from klientel.foundation.ui.formsets import RowForm, Rows

from . import values
from .actions.checking import FieldValues
from .choices import COMMON, CURRENCIES, LANGUAGES, LISTED, Type
from .models import Definition

LIMITS: Mapping[str, tuple[str, ...]] = {
    Type.TEXT: ("length",),
    Type.NUMBER: ("decimals", "min", "max"),
    Type.MONEY: ("currency", "min", "max"),
    Type.DATE: ("min", "max"),
}
EVERY_LIMIT = ("length", "decimals", "currency", "min", "max")


def _line(label: Any, *, placeholder: str = "", **more: Any) -> forms.CharField:
    attrs = {"autocomplete": "off", **({"placeholder": placeholder} if placeholder else {})}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, widget=widget, **more)


def currencies() -> list[tuple[str, str]]:
    """Those of the neighbourhood first."""
    language = (get_language() or "en")[:2]
    rest = sorted(CURRENCIES.difference(COMMON))
    return [(code, f"{code} – {get_currency_name(code, locale=language)}") for code in COMMON] + [
        (code, code) for code in rest
    ]


class DefinitionForm(forms.Form):
    name_de = _line(gettext_lazy("Name in German"))
    name_fr = _line(gettext_lazy("Name in French"))
    name_en = _line(gettext_lazy("Name in English"))
    help_de = _line(gettext_lazy("Help text in German"))
    help_fr = _line(gettext_lazy("Help text in French"))
    help_en = _line(gettext_lazy("Help text in English"))
    type = forms.ChoiceField(
        label=pgettext_lazy("custom field", "Type"),
        choices=Type,
        required=False,
        help_text=gettext_lazy("Fixed as soon as a record holds a value."),
    )
    key = _line(
        gettext_lazy("Key"),
        help_text=gettext_lazy("For the API and for files; made from the name when left empty."),
    )
    length = _line(gettext_lazy("Longest text"), help_text=gettext_lazy("Characters, up to 2000."))
    decimals = _line(gettext_lazy("Decimal places"), help_text=gettext_lazy("From 0 to 4."))
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=currencies, required=False, initial="EUR"
    )
    min = _line(gettext_lazy("Smallest value"))
    max = _line(gettext_lazy("Greatest value"))
    required = forms.BooleanField(
        label=pgettext_lazy("custom field", "Required"),
        required=False,
        help_text=gettext_lazy(
            "Forms and the API ask for it. Records without it stay as they are until they are "
            "edited; imports do not ask."
        ),
    )
    indexed = forms.BooleanField(
        label=gettext_lazy("Quick to filter and sort"),
        required=False,
        help_text=gettext_lazy("With an index of its own; for at most five fields of a kind."),
    )
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Otherwise no form, list or file shows it; values stay."),
    )

    def __init__(self, data: Any, *, of: str, row: Definition | None) -> None:
        super().__init__(data, initial=_initial(row, of), use_required_attribute=False)
        dropped = {*EVERY_LIMIT} - {*LIMITS.get(of, ())} | ({"key"} if row else {"type", "active"})
        if of == Type.CHOICES:
            dropped.add("indexed")
        for name in dropped:
            del self.fields[name]
        if of == Type.DATE:
            self.fields["min"].label, self.fields["max"].label = _("First day"), _("Last day")
            for name in ("min", "max"):
                self.fields[name].widget.attrs["placeholder"] = example()

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[f"name_{language}"] for language in LANGUAGES]

    @property
    def helps(self) -> list[forms.BoundField]:
        return [self[f"help_{language}"] for language in LANGUAGES]

    @property
    def limits(self) -> list[forms.BoundField]:
        return [self[name] for name in EVERY_LIMIT if name in self.fields]

    @property
    def switches(self) -> list[forms.BoundField]:
        names = ("required", "indexed", "active")
        return [self[name] for name in names if name in self.fields]


def _initial(row: Definition | None, of: str) -> dict[str, Any]:
    if row is None:
        return {"length": values.LENGTH, "decimals": 0}
    shown = {
        name: values.shown_day(value)
        if of == Type.DATE
        else values.typed(row, value)
        if name in ("min", "max")
        else value
        for name, value in row.limits.items()
    }
    words = {f"name_{language}": word for language, word in row.names.items()}
    words |= {f"help_{language}": word for language, word in row.helps.items()}
    switches = {"required": row.required, "indexed": row.indexed, "active": row.active}
    return {**shown, **words, **switches, "type": row.type}


class OptionForm(RowForm):
    FILLED_BY: ClassVar = ("code", *LANGUAGES)

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    de = _line(gettext_lazy("Choice in German"), placeholder="Deutsch")
    fr = _line(gettext_lazy("Choice in French"), placeholder="Français")
    en = _line(gettext_lazy("Choice in English"), placeholder="English")
    active = forms.BooleanField(label=gettext_lazy("Offered"), required=False, initial=True)


class OptionRows(Rows):
    form = OptionForm
    max_num = absolute_max = 100


class DefinitionSheet:
    """The form and the rows of its choices, as one."""

    def __init__(self, data: QueryDict | None, *, of: str, row: Definition | None = None) -> None:
        self.main: DefinitionForm = DefinitionForm(data, of=of, row=row)
        present = row.options if row and row.is_listed else ()
        initial = [
            {"code": each["code"], "active": each["active"], **each["labels"]} for each in present
        ]
        self.options = OptionRows(data, prefix="options", initial=initial) if of in LISTED else None
        self._of = of

    def is_valid(self) -> bool:
        rows_are_valid = self.options is None or self.options.is_valid()
        return self.main.is_valid() and rows_are_valid

    @property
    def has_errors(self) -> bool:
        rows = self.options
        return bool(self.main.errors) or (
            rows is not None and (any(rows.errors) or bool(rows.non_form_errors()))
        )

    def values(self) -> FieldValues:
        """Needs `is_valid`."""
        given = self.main.cleaned_data
        found = FieldValues(
            names={language: given[f"name_{language}"] for language in LANGUAGES},
            helps={language: given[f"help_{language}"] for language in LANGUAGES},
            type=given.get("type") or self._of,
        )
        if found["type"] == self._of:  # another type has other limits, asked for afterwards
            found["limits"] = {name: given[name] for name in LIMITS.get(self._of, ())}
            if self.options is not None:
                found["options"] = [
                    {
                        "code": row.cleaned_data.get("code", ""),
                        "labels": {each: row.cleaned_data.get(each, "") for each in LANGUAGES},
                        "active": row.cleaned_data.get("active", False),
                    }
                    for row in self.options.filled()
                ]
        switches = {n: given[n] for n in ("required", "indexed", "active") if n in given}
        return cast("FieldValues", {**found, **switches})

    def refuse(self, errors: Mapping[str, Sequence[str]]) -> None:
        """What the action refused, beside the fields it is about."""
        for path, sentences in errors.items():
            for sentence in sentences:
                self._say(path, sentence)

    def _say(self, path: str, sentence: str) -> None:
        name, _dot, rest = path.partition(".")
        if name == "options" and self.options is not None:
            place, _dot, part = rest.partition(".")
            rows = self.options.filled()
            if place.isdecimal() and int(place) < len(rows):
                language = part.rpartition(".")[2]
                rows[int(place)].add_error(language if language in LANGUAGES else "de", sentence)
            else:
                self.options.say(sentence)
            return
        field = {"names": f"name_{rest or own_language()}", "helps": f"help_{rest}", "limits": rest}
        found = field.get(name, name)
        self.main.add_error(found if found in self.main.fields else None, sentence)


def own_language() -> str:
    language = (get_language() or "en")[:2]
    return language if language in LANGUAGES else "en"
