"""Custom fields in the forms of records: inputs named `custom_` and the key, read back by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django import forms

from klientel.foundation.lib.sentences import gettext as _
from klientel.foundation.ui.filtering import example

from . import values
from .choices import Type
from .kinds import VALUES
from .models import Definition
from .reading import Fields

PREFIX: Final = f"{VALUES}_"
NOTHING: Final = ("", "–")
LONG: Final = 250  # from here on a text gets some lines


def name_of(key: str) -> str:
    return f"{PREFIX}{key}"


def key_of(name: str) -> str:
    return name.removeprefix(PREFIX)


class CustomInputs(forms.Form):
    """Mixed into the form of a record. `clean` puts what was typed under `custom`, by key."""

    definitions: Sequence[Definition] = ()
    home = ""

    def add_custom(self, fields: Fields, present: Mapping[str, Any], *, home: str) -> None:
        """The fields that are offered, with what the record holds."""
        self.home = home
        self.definitions = fields.offered
        for each in self.definitions:
            name = name_of(each.key)
            self.fields[name] = made(each, present.get(each.key))
            self.initial[name] = values.typed(each, present.get(each.key), home=home)

    @property
    def shown_custom(self) -> dict[str, Any]:
        """What the inputs hold before anybody types, by key."""
        return {each.key: self.initial[name_of(each.key)] for each in self.definitions}

    @property
    def custom(self) -> list[forms.BoundField]:
        return [self[name_of(each.key)] for each in self.definitions]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        typed: dict[str, Any] = {}
        for each in self.definitions:
            name = name_of(each.key)
            if name in given:
                typed[each.key] = given.pop(name)
        if self.definitions:
            given[VALUES] = typed
        return given


def made(definition: Definition, present: Any) -> forms.Field:
    """Left empty it holds nothing; whether what is typed fits is for the action to say."""
    maker = MAKERS.get(Type(definition.type))
    field = maker(definition, present) if maker else forms.CharField(widget=_line(definition))
    field.label, field.help_text = definition.name, definition.help
    field.required = definition.required
    field.error_messages["required"] = values.missing()
    if definition.required:
        field.widget.attrs["aria-required"] = "true"
    return field


def _line(definition: Definition) -> forms.Widget:
    if definition.type == Type.TEXT and definition.limits.get("length", 0) > LONG:
        return forms.Textarea(attrs={"rows": 2})
    attrs = {"autocomplete": "off"}
    if mode := MODES.get(Type(definition.type)):
        attrs["inputmode"] = mode
    if definition.type == Type.DATE:
        attrs["placeholder"] = str(example())
    return forms.TextInput(attrs=attrs)


def _choice(definition: Definition, present: Any) -> forms.Field:
    return forms.ChoiceField(choices=[NOTHING, *_offered(definition, [present])])


def _choices(definition: Definition, present: Any) -> forms.Field:
    shown = _offered(definition, present or ())
    return forms.MultipleChoiceField(choices=shown, widget=forms.CheckboxSelectMultiple)


def _offered(definition: Definition, present: Sequence[Any]) -> list[tuple[str, str]]:
    """What the record has stays to be chosen, also where it is no longer offered."""
    labels, offered = definition.labels(), definition.offered()
    known = dict(offered)
    return [*offered, *((code, labels[code]) for code in present if code in labels.keys() - known)]


def _yes_no(_definition: Definition, _present: Any) -> forms.Field:
    return forms.ChoiceField(choices=[NOTHING, ("yes", _("Yes")), ("no", _("No"))])


MAKERS: Final[Mapping[Type, Callable[[Definition, Any], forms.Field]]] = {
    Type.CHOICE: _choice,
    Type.CHOICES: _choices,
    Type.YES_NO: _yes_no,
}
MODES: Final[Mapping[Type, str]] = {
    Type.NUMBER: "decimal",
    Type.MONEY: "decimal",
    Type.EMAIL: "email",
    Type.PHONE: "tel",
    Type.URL: "url",
}
