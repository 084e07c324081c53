"""Pictures chosen together with what is typed: a good one outlives the mistakes beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from klientel.domains.customers.actions.picturing import Pictures
from klientel.foundation.access import Actor
from klientel.services.files import waiting
from klientel.services.files.waiting import Drawn

KEPT: Final = "_kept"
RIGHTS: Final = {"picture": "contacts.change", "logo": "customers.change"}


@dataclass(frozen=True)
class Part:
    """A field, and the picture the page has already: no browser sends its file a second time."""

    field: BoundField
    kept: str = ""  # the name of the field with its ticket
    ticket: str = ""
    name: str = ""


class NewPicturesForm(forms.Form):
    picture = forms.FileField(label=_("Profile picture"), required=False, allow_empty_file=True)
    logo = forms.FileField(label=_("Company logo"), required=False, allow_empty_file=True)
    use_required_attribute = False

    def __init__(self, data: Any, files: Any, *, actor: Actor) -> None:
        super().__init__(data, files)
        self.actor = actor
        self.drawn: dict[str, Drawn] = {}
        for name, right in RIGHTS.items():
            if not actor.may(right):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        for name in self.fields:
            if (found := self._drawn(name)) is not None:
                self.drawn[name] = found
        return self.cleaned_data

    def _drawn(self, name: str) -> Drawn | None:
        """A file that comes now replaces the one from before."""
        sent = self.cleaned_data.get(name)
        if sent is None:
            return waiting.claimed(self.actor, str(self.data.get(f"{name}{KEPT}", "")))
        try:
            return waiting.draw(sent.file, sent.name)
        except ValidationError as error:
            self.add_error(name, error.messages[:1])
            return None

    def values(self) -> Pictures:
        """Needs `is_valid` to have been called."""
        return Pictures(person=self.drawn.get("picture"), logo=self.drawn.get("logo"))

    @property
    def person_part(self) -> Part | None:
        return self._part("picture")

    @property
    def logo_part(self) -> Part | None:
        return self._part("logo")

    def _part(self, name: str) -> Part | None:
        if name not in self.fields:
            return None
        drawn = self.drawn.get(name)
        if drawn is None:
            return Part(self[name])
        return Part(self[name], f"{name}{KEPT}", waiting.ticket(self.actor, drawn), drawn.name)
