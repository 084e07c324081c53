"""Forms with rows below them: bound, checked and filled with errors as one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms

from klientel.foundation.ui.formsets import Rows, Values
from klientel.services.customfields.inputs import name_of
from klientel.services.customfields.kinds import VALUES


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
        given = self.values()
        found = {name: value for name, value in given.items() if value != self.shown.get(name)}
        if VALUES in found:
            shown = self.shown.get(VALUES, {})
            typed = given[VALUES].items()
            found[VALUES] = {key: v for key, v in typed if (v or "") != (shown.get(key) or "")}
        return {name: value for name, value in found.items() if name != VALUES or value}

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
    name, _dot, key = path.partition(".")
    names = (name_of(key), path) if name == VALUES else (name, SINGLE.get(name))
    found = next((each for each in names if each in form.fields), None)
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
