"""Choosing files and pictures from the own machine."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,  # the action says what is wrong with it
        error_messages={"required": _("Choose a file.")},
    )


class FilesForm(forms.Form):
    """Several files in one field; the action looks at them, here they are only taken in."""

    file = forms.FileField(label=_("Files"), required=False)
