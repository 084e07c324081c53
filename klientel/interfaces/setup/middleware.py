"""While nobody can sign in, every page leads to the first visit."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from klientel.foundation.access import Request
from klientel.services.accounts.models import User

OPEN = ("/setup", "/health", "/static/", "/api/", "/accounts/language")


def first_visit(
    get_response: Callable[[Request], HttpResponseBase],
) -> Callable[[Request], HttpResponseBase]:
    def answer(request: Request) -> HttpResponseBase:
        stranger = request.actor.kind == "nobody" and not request.path.startswith(OPEN)
        if stranger and not User.objects.exists():
            return redirect(reverse("setup:first"))
        return get_response(request)

    return answer
