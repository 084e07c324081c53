"""Choosing files and pictures from the own machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from klientel.services.files.actions.attaching import Upload


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,  # the action says what is wrong with it
        error_messages={"required": _("Choose a file.")},
    )


class FilesForm(forms.Form):
    """Several files in one field; the action looks at them, here they are only taken in."""

    file = forms.FileField(label=_("Files"), required=False)


def uploads(given: Sequence[UploadedFile[Any]]) -> list[Upload]:
    return [
        Upload(one.name or "", cast("BinaryIO", one.file)) for one in given if one.file is not None
    ]
