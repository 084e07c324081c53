"""For each request: in whose language, time zone and colours, and who is acting."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from klientel.foundation.access import NOBODY, Request, SignInFirst

from . import actors, sessions, signin
from .models import User

Answer = Callable[[HttpRequest], HttpResponseBase]


def person(request: HttpRequest) -> User | None:
    """Who signed in and may still be here."""
    return request.user if isinstance(request.user, User) else None


def session_limits(get_response: Answer) -> Answer:
    """A session left alone too long, or begun too long ago, is no longer anybody's."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if person(request):
            if sessions.is_over(request.session):
                logout(request)
            else:
                sessions.note_use(request.session)
        return get_response(request)

    return answer


def reader(get_response: Answer) -> Answer:
    """The profile decides the language if it says one, else the browser does, else German."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        user = person(request)
        language = user.language if user else ""
        zone = ZoneInfo(user.time_zone) if user and user.time_zone else None
        request.theme = user.theme if user else ""  # type: ignore[attr-defined]  # read by the frame
        request.LANGUAGE_CODE = language or translation.get_language_from_request(request)
        with translation.override(request.LANGUAGE_CODE), timezone.override(zone):
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return answer


class ActorMiddleware:
    """Puts the actor on the request, and leads whoever must sign in first to that page.

    What one request writes is one batch, so that it can be taken back as one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        user = person(request)
        request.actor = actors.from_user(user).via("web", uuid.uuid4().hex) if user else NOBODY
        if user is None and SESSION_KEY in request.session:
            request.session.flush()  # disabled, or signed out everywhere, since the last request
        response = self.get_response(request)
        if user is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        return signin.ask(request) if isinstance(exception, SignInFirst) else None
