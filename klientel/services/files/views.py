"""Fetching and deleting files, whatever they hang on."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.ui.htmx import back, goto
from klientel.services.journal.toasts import toast_with_undo

from . import serving
from .actions import attaching
from .models import Purpose, StoredFile, StoredFileQuerySet


def _seen(request: Request, purpose: Purpose) -> StoredFileQuerySet:
    return StoredFile.objects.visible_to(request.actor).filter(purpose=purpose)


@require_safe
@requires("files.view")
def download(request: Request, pk: int) -> FileResponse:
    return serving.as_attachment(get_object_or_404(_seen(request, Purpose.FILE), pk=pk))


@require_safe
@requires(SIGNED_IN)
def picture(request: Request, pk: int) -> HttpResponse:
    """Asked for by every page that shows its record; who does not see that gets 404."""
    return serving.as_picture(get_object_or_404(_seen(request, Purpose.PICTURE), pk=pk))


@require_POST
@requires("files.delete")
def delete(request: Request, pk: int) -> HttpResponse:
    file = get_object_or_404(_seen(request, Purpose.FILE), pk=pk)
    attaching.delete_files(request.actor, [file])
    toast_with_undo(request, _("File %(name)s deleted") % {"name": file.name})
    return goto(request, back(request))
