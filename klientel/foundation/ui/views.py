"""The frame's own switches, and the pattern page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from klientel.foundation.access import PUBLIC, requires

from .context import THEMES
from .htmx import goto

YEAR = 60 * 60 * 24 * 365


@require_POST
@requires(PUBLIC)
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark in this browser; anything else follows the system again."""
    response = goto(request, _back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            "theme",
            chosen,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie("theme")
    return response


def _back(request: HttpRequest) -> str:
    """The page the switch was pressed on, never another site's."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
