"""A note as it is written beside the history of a record."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoteForm(forms.Form):
    """The action checks the text; what is wrong stands at the field."""

    text = forms.CharField(
        label=pgettext_lazy("text", "Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("Write a note")}),
    )
    pinned = forms.BooleanField(label=_("Pin on top"), required=False)
