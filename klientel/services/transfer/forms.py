"""Choosing a file, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor

from . import importers, queries
from .models import Run


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the rows are"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        max_length=255,
        allow_empty_file=True,  # the engine says what is wrong with it
        error_messages={"required": _("Choose a file."), "max_length": _("The name is too long.")},
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(found.kind, found.title) for found in importers.open_to(actor)]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["kind"].initial = offered[0][0] if offered else ""


class ColumnsForm(forms.Form):
    """A select for each column, and by what rows are recognised."""

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        importer = importers.importer(run.kind)
        options = [("", _("Keep in the note")), *((p.key, p.title) for p in importer.offered)]
        self.columns = queries.titles(run)
        for place, title in enumerate(self.columns):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=title,
                choices=options,
                required=False,
                initial=run.mapping.get(title, ""),
            )
        self.fields["match"] = forms.ChoiceField(
            label=_("Recognise records by"),
            choices=[
                ("", _("number or source, else e-mail, else name")),
                *importer.matches.items(),
            ],
            required=False,
            initial=run.match,
        )

    @property
    def mapping(self) -> Mapping[str, str]:
        cleaned = self.cleaned_data
        return {title: cleaned[f"c{place}"] for place, title in enumerate(self.columns)}
