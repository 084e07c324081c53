"""What `ui/picker.html` shows: check boxes to choose several from, a search, and chips beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Option:
    name: str
    hint: str = ""  # beside the name, to tell two of the same name apart
    mark: str = ""  # an exception, such as "Disabled"
    shape: str = "person"  # of its picture, or "organisation"

    def __str__(self) -> str:
        return self.name


class PickField(forms.TypedMultipleChoiceField):
    """Keys of rows, each with the `Option` that stands for it."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **given: Any) -> None:
        super().__init__(coerce=int, required=False, **given)


def offer(form: forms.Form, name: str, options: Sequence[tuple[int, Option]]) -> bool:
    """What there is to choose from. Says whether that is anything."""
    field = form.fields[name]
    assert isinstance(field, PickField)
    field.choices = options
    return bool(options)
