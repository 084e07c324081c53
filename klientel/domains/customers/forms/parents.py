"""The field that names a parent company: typed, or picked from what fits while one types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from klientel.domains.customers import choices, parents
from klientel.foundation.access import Actor
from klientel.foundation.lib import text

from .parts import NO_CHOICE

RELATIONS = [NO_CHOICE, *choices.ParentRelation.choices]


class ParentField(forms.CharField):
    """The value is a number; a reader sees it with the name."""

    reader: Actor | None = None

    def __init__(self, **given: Any) -> None:
        attrs = {
            "autocomplete": "off",
            "list": "parents",
            "hx-get": reverse_lazy("customers:parents"),
            "hx-target": "#parents",
            "hx-swap": "outerHTML",
            "hx-trigger": "input changed delay:200ms, focus once",
            "hx-sync": "this:replace",
            "hx-push-url": "false",
        }
        super().__init__(
            label=_("Name of the parent company"),
            required=False,
            max_length=260,
            widget=forms.TextInput(attrs=attrs),
            **given,
        )

    def prepare_value(self, value: Any) -> Any:
        return parents.shown(self.reader, value) if value and self.reader else value

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value) or "")
        if not typed or self.reader is None:
            return typed
        if text.fold(typed) == text.fold(pgettext("parent company", "none")):
            return ""
        found, why = parents.find(self.reader, typed)
        if found is None:
            raise ValidationError(why)
        return found.number


def relation_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Kind of relation to the parent company"), choices=RELATIONS, required=False
    )


def let_read(form: forms.Form, reader: Actor) -> None:
    """Say who looks for a parent in this form."""
    for field in form.fields.values():
        if isinstance(field, ParentField):
            field.reader = reader
