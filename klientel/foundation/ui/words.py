"""Several words in one field: a chip for each, and a line to type the next one in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from klientel.foundation.lib import text

BETWEEN = re.compile(r"[;\n]")


class WordsInput(forms.Widget):
    """The chips are sent under the name of the field, what is still being typed beside them."""

    template_name = "django/forms/widgets/words.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        del files
        chips = data.getlist(name) if hasattr(data, "getlist") else [*data.get(name, ())]
        return [*chips, *BETWEEN.split(str(data.get(f"{name}_new", "")))]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        del files
        return name not in data and f"{name}_new" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["value"] = _words(value)
        return context


class WordsField(forms.Field):
    """`offered` is the id of the `<datalist>` with the words there are."""

    widget = WordsInput

    def __init__(self, *, offered: str, **given: Any) -> None:
        super().__init__(required=False, **given)
        self.widget.attrs |= {"list": offered, "autocomplete": "off"}

    def to_python(self, value: Any) -> list[str]:
        return _words(value)


def _words(given: Iterable[object] | None) -> list[str]:
    """Each once, as it was spelled first."""
    found: dict[str, str] = {}
    for word in (text.clean(str(each)) for each in given or ()):
        found.setdefault(text.fold(word), word)
    return [word for fold, word in found.items() if fold]
