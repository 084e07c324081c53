"""Forms with rows below them: bound, checked and filled with errors as one sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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


class Sheet:
    """A form and the rows that belong to it."""

    def __init__(
        self, main: forms.Form, rows: Mapping[str, Rows], shown: Values | None = None
    ) -> None:
        self.main = main
        self.rows = rows
        self.shown = shown or {}  # what the form showed before anybody typed

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    @property
    def has_errors(self) -> bool:
        return bool(self.main.errors) or any(
            any(rows.errors) or rows.non_form_errors() for rows in self.rows.values()
        )

    def values(self) -> Values:
        """In the shape of `fields.py`. Needs `is_valid` to have been called."""
        found: Values = dict(self.main.cleaned_data)
        if not found.get("kind"):
            found.pop("kind", None)  # a browser always sends one; without it there is a default
        for name, rows in self.rows.items():
            found[name] = one_preferred([form.values() for form in rows.filled()], self.shown, name)
        return found

    def differing(self) -> Values:
        """Only what differs from what was shown, so that old values nobody touched stay as good."""
        return {name: v for name, v in self.values().items() if v != self.shown.get(name)}

    def refuse(self, errors: Mapping[str, Sequence[str]]) -> None:
        """Put what an action refused beside the fields: `phones.0.value` stands at its row."""
        for path, sentences in errors.items():
            name, _dot, rest = path.partition(".")
            for sentence in sentences:
                if name in self.rows:
                    _refuse_row(self.rows[name], rest, sentence)
                else:
                    refuse(self.main, path, [sentence])


def _refuse_row(rows: Rows, path: str, sentence: str) -> None:
    place, _dot, field = path.partition(".")
    filled = rows.filled()
    if not place.isdecimal() or int(place) >= len(filled):
        rows.say(sentence)
        return
    form = filled[int(place)]
    refuse(form, field, [sentence])


# Where a form has one line for what actions know several of.
SINGLE = {"emails": "email", "phones": "phone", "staff_teams": "team"}


def refuse(form: forms.Form, path: str, sentences: Sequence[str]) -> None:
    """Beside the field an action means by the path; over the form where there is none."""
    name = path.partition(".")[0]
    found = next((each for each in (name, SINGLE.get(name)) if each in form.fields), None)
    form.add_error(found, list(sentences))


def one_preferred(items: list[Values], shown: Values, name: str) -> list[Values]:
    """Ticking another row moves the preference there: the tick that is new wins."""
    ticked = [item for item in items if item.get("preferred")]
    if len(ticked) > 1:
        before = {item["value"] for item in shown.get(name, ()) if item.get("preferred")}
        chosen = next((item for item in ticked if item["value"] not in before), ticked[0])
        for item in ticked:
            item["preferred"] = item is chosen
    return items
