"""Which columns of a list somebody chose, kept in a cookie of this browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .htmx import back, goto

YEAR = 60 * 60 * 24 * 365
MOST = 40


def chosen(request: HttpRequest, table: str) -> list[str]:
    """Names in order, as they came: the list itself knows which exist."""
    return request.COOKIES.get(_cookie(table), "").split(".")[:MOST]


def remember(request: HttpRequest, table: str, *, fallback: str) -> HttpResponse:
    """Keep what was posted (`columns`, or `reset`) and go back to the list."""
    response = goto(request, back(request, fallback))
    names = [name for name in request.POST.getlist("columns")[:MOST] if name.isidentifier()]
    if "reset" in request.POST or not names:
        response.delete_cookie(_cookie(table))
        return response
    response.set_cookie(
        _cookie(table),
        ".".join(name[:40] for name in names if name.isascii()),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _cookie(table: str) -> str:
    return f"columns_{table}"
