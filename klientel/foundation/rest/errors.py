"""Every exception below an operation becomes a problem, in one place."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja import errors as ninja

from klientel.foundation.access import SignInFirst
from klientel.foundation.db.keyset import BadCursor
from klientel.foundation.db.limits import TooSlow

from . import wording
from .problems import Problem, answer, unusable, wrong

logger = logging.getLogger("django.request")
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Klientel"'}


def register(api: NinjaAPI) -> None:
    for kind, translate in TRANSLATIONS:
        api.add_exception_handler(kind, _handler(translate))
    api.add_exception_handler(Exception, _our_fault)


def _handler(
    translate: Callable[[Exception], Problem],
) -> Callable[[HttpRequest, Exception | type[Exception]], HttpResponse]:
    def handle(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        assert isinstance(error, Exception)
        return answer(translate(error))

    return handle


def _our_fault(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The caller learns nothing of the inside; the log and whoever listens learn all."""
    assert isinstance(error, Exception)
    logger.error("API: %s %s", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return answer(Problem(500))


def _itself(error: Exception) -> Problem:
    assert isinstance(error, Problem)
    return error


def _http(error: Exception) -> Problem:
    """Ninja's own refusals; what the parser found is their cause."""
    assert isinstance(error, ninja.HttpError)
    if error.status_code == 401:
        return Problem(401, headers=CHALLENGE)
    return Problem(error.status_code)


def _schema(error: Exception) -> Problem:
    assert isinstance(error, ninja.ValidationError)
    return Problem(422, errors=wording.errors(error.errors))


def from_validation(error: Exception) -> Problem:
    """What an action refuses: its keys are paths already."""
    assert isinstance(error, ValidationError)
    if hasattr(error, "error_dict"):
        found = [
            wrong("" if field == NON_FIELD_ERRORS else field, sentence)
            for field, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    else:
        found = [wrong("", sentence) for sentence in error.messages]
    return Problem(422, errors=found)


def _fixed(status: int, headers: dict[str, str] | None = None) -> Callable[[Exception], Problem]:
    return lambda error: Problem(status, headers=headers)


def _cursor(error: Exception) -> Problem:
    return unusable("cursor", _("This cursor belongs to another list."))


def _too_slow(_error: Exception) -> Problem:
    sentence = _("This took longer than two seconds and was stopped. Narrow it by another filter.")
    return Problem(422, sentence)


TRANSLATIONS: Sequence[tuple[type[Exception], Callable[[Exception], Problem]]] = (
    (Problem, _itself),
    (ninja.HttpError, _http),
    (ninja.ValidationError, _schema),
    (ValidationError, from_validation),
    (BadCursor, _cursor),
    (TooSlow, _too_slow),
    (SignInFirst, _fixed(401, CHALLENGE)),
    (PermissionDenied, _fixed(403)),
    (Http404, _fixed(404)),
    (ObjectDoesNotExist, _fixed(404)),
    (RequestDataTooBig, _fixed(413)),
    (SuspiciousOperation, _fixed(400)),
    (MultiPartParserError, _fixed(400)),
    (UnreadablePostError, _fixed(400)),
)
