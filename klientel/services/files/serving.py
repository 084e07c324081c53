"""Handing contents out: to be kept, never to be run or shown as a page of ours."""

from __future__ import annotations

from typing import BinaryIO

from django.http import FileResponse, Http404

from . import store
from .kinds import UNKNOWN_TYPE
from .models import StoredFile

POLICY = "default-src 'none'; sandbox"


def as_attachment(file: StoredFile) -> FileResponse:
    """Always saved by the browser, whatever it holds."""
    response = FileResponse(
        _content(file), as_attachment=True, filename=file.name, content_type=UNKNOWN_TYPE
    )
    response["Cache-Control"] = "private, no-store"
    return _guarded(response)


def as_picture(file: StoredFile) -> FileResponse:
    """Only what `pictures` has drawn itself; another picture has another address."""
    response = FileResponse(_content(file), filename=file.name, content_type=file.media_type)
    response["Cache-Control"] = "private, max-age=3600, immutable"
    return _guarded(response)


def _content(file: StoredFile) -> BinaryIO:
    try:
        return store.path(file.digest).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error


def _guarded(response: FileResponse) -> FileResponse:
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
