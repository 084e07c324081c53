"""Which columns of a list somebody chose, and how dense it is.

Both are kept in a cookie of this browser, unless the address says them, as it does in a saved view.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from .htmx import back, goto

YEAR = 60 * 60 * 24 * 365
MOST = 40


COLUMNS = "columns"  # in addresses, where they take the place of what is kept
DENSITY = "density"
COMPACT = "compact"
VIEW = "view"


def chosen(request: HttpRequest, table: str) -> list[str]:
    """Names in order, as they came: the list itself knows which exist."""
    return request.COOKIES.get(_cookie(table), "").split(".")[:MOST]


def is_compact(request: HttpRequest) -> bool:
    return (request.GET.get(DENSITY) or request.COOKIES.get(DENSITY, "")) == COMPACT


def remember(request: HttpRequest, table: str, *, fallback: str) -> HttpResponse:
    """Keep what was posted (`columns` and `density`, or `reset`) and go back to the list."""
    target = back(request, fallback)
    names = [name for name in request.POST.getlist(COLUMNS)[:MOST] if name.isidentifier()]
    kept = ".".join(name[:60] for name in names if name.isascii())
    if "reset" in request.POST:
        kept = ""
    density = request.POST.get(DENSITY, "") if kept else ""
    parts = urlsplit(target)
    params = QueryDict(parts.query, mutable=True)
    if VIEW in params:
        return goto(request, urlunsplit(parts._replace(query=_with(params, kept, density))))
    for name in (COLUMNS, DENSITY):  # else they would hide what is chosen now
        params.pop(name, None)
    response = goto(request, urlunsplit(parts._replace(query=params.urlencode())))
    _keep(response, _cookie(table), kept)
    _keep(response, DENSITY, COMPACT if density == COMPACT else "")
    return response


def _with(params: QueryDict, columns: str, density: str) -> str:
    """In a view the choice belongs to the address, where it can be saved."""
    for name, value in ((COLUMNS, columns), (DENSITY, density)):
        params.pop(name, None)
        if value:
            params[name] = value
    return params.urlencode()


def _keep(response: HttpResponse, name: str, value: str) -> None:
    if not value:
        response.delete_cookie(name)
        return
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(table: str) -> str:
    return f"columns_{table}"
