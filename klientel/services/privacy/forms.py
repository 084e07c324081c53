"""The retention periods as a form: a number of days each, or nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import retention
from .retention import MOST, Due


class PeriodsForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Any, due: list[Due]) -> None:
        super().__init__(data, initial={each.kind.code: each.days for each in due})
        for each in due:
            self.fields[each.kind.code] = forms.IntegerField(
                label=_("%(title)s: days") % {"title": each.kind.title},
                min_value=1,
                max_value=MOST,
                required=False,
            )

    def days(self) -> dict[str, int | None]:
        return {kind.code: self.cleaned_data[kind.code] for kind in retention.kinds()}
