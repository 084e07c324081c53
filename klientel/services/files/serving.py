"""Handing contents out: to be kept, never to be run or shown as a page of ours."""

from __future__ import annotations

from typing import BinaryIO, TypeVar

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

from . import store
from .kinds import UNKNOWN_TYPE
from .models import StoredFile

R = TypeVar("R", bound=HttpResponseBase)
POLICY = "default-src 'none'; sandbox"


def as_attachment(file: StoredFile) -> FileResponse:
    """Always saved by the browser, whatever it holds."""
    response = FileResponse(
        _content(file), as_attachment=True, filename=file.name, content_type=UNKNOWN_TYPE
    )
    response["Cache-Control"] = "private, no-store"
    return _guarded(response)


def as_picture(file: StoredFile) -> HttpResponse:
    """Only what `pictures` has drawn itself, which is small."""
    with _content(file) as content:
        response = HttpResponse(content.read(), content_type=file.media_type)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, no-store"
    return _guarded(response)


def _content(file: StoredFile) -> BinaryIO:
    try:
        return store.path(file.digest).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error


def _guarded(response: R) -> R:
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
