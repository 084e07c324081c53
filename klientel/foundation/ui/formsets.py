"""Rows of a form that can be added and taken away; they may be left blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet, ManagementForm
from django.forms.renderers import get_default_renderer
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

Values = dict[str, Any]


class RowForm(forms.Form):
    """One row. It counts as soon as one of the fields in FILLED_BY holds something."""

    FILLED_BY: ClassVar[tuple[str, ...]] = ("value",)

    def is_filled(self) -> bool:
        given = (self.cleaned_data.get(name) for name in self.FILLED_BY)
        return bool(self.errors) or any(str(value or "").strip() for value in given)

    def values(self) -> Values:
        """In the shape of `fields.py`."""
        return dict(self.cleaned_data)


if TYPE_CHECKING:
    _FormSet = BaseFormSet[RowForm]
else:
    _FormSet = BaseFormSet  # generic for the type checker alone


class Rows(_FormSet):
    """Rows that may be left blank. They are counted from what came, not from what was announced."""

    form = RowForm
    can_order = can_delete = can_delete_extra = False
    edit_only = validate_min = validate_max = False
    min_num = 0
    max_num = absolute_max = 50
    extra = 1

    def __init__(self, data: Any, *, prefix: str, initial: Sequence[Values] = ()) -> None:
        self.renderer = get_default_renderer()
        super().__init__(data, prefix=prefix, initial=list(initial))
        self.extra = 0 if initial else 1
        self.came = 0

    @cached_property
    def management_form(self) -> ManagementForm:
        """A broken or missing count must not cost anybody what was typed."""
        if not self.is_bound:
            return super().management_form
        pattern = re.compile(rf"{re.escape(str(self.prefix))}-(\d{{1,6}})-")
        found = [int(match[1]) for name in self.data if (match := pattern.match(name))]
        self.came = max(found, default=-1) + 1
        counts = {
            "TOTAL_FORMS": max(1, min(self.came, self.absolute_max)),
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": self.max_num,
        }
        data = {f"{self.prefix}-{name}": count for name, count in counts.items()}
        form = ManagementForm(data, auto_id=self.auto_id, prefix=self.prefix)
        form.full_clean()
        return form

    def get_form_kwargs(self, index: int | None) -> Values:
        """Every row is read, also one that nobody changed: the rows given replace the old ones."""
        given = super().get_form_kwargs(index)
        return {**given, "use_required_attribute": False, "empty_permitted": False}

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.came > self.absolute_max:
            self.say(_("At most %(count)s.") % {"count": self.max_num})

    def say(self, sentence: str) -> None:
        """Something about the rows as a whole."""
        self.non_form_errors().append(sentence)

    def filled(self) -> list[RowForm]:
        """Needs `is_valid` to have been called."""
        return [form for form in self.forms if form.is_filled()]
