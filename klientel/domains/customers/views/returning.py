"""Where a form leads back to: the table it was opened from, as it was narrowed and sorted."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from klientel.foundation.access import Request
from klientel.foundation.ui.htmx import back

TABLES = frozenset(
    {
        "customers:list",
        "customers:tree",
        "customers:detail",
        "customers:contacts",
        "contacts:list",
        "contacts:tree",
        "contacts:detail",
    }
)


LISTS = frozenset({"customers:list", "customers:tree", "customers:subsidiaries"})


def opened_from(request: Request, among: Collection[str] = TABLES) -> str:
    """As the form carries it, else as htmx or the browser says. Empty for any other page."""
    came = urlsplit(back(request, ""))
    try:
        found = resolve(came.path)
    except Resolver404:
        return ""
    if found.view_name not in among:
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path
