"""Addresses of merged records lead on to what they live on in: all pages, all operations."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from klientel.foundation.access import Request
from klientel.foundation.rest.problems import Problem
from klientel.foundation.rest.problems import answer as problem
from klientel.foundation.ui.htmx import goto
from klientel.foundation.ui.toasts import toast

from . import tombstones
from .models import Contact, Customer

ADDRESS = re.compile(r"(?P<api>/api/v1)?/(?P<area>customers|contacts)/(?P<key>\d{1,18})(?=/|$)")
Answer = Callable[[Request], HttpResponseBase]


def old_addresses(get_response: Answer) -> Answer:
    """Asked only where nothing was found: records that are there cost nothing."""

    def answer(request: Request) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == 404:
            return _led_on(request) or response
        return response

    return answer


def _led_on(request: Request) -> HttpResponse | None:
    found = ADDRESS.search(request.path)
    if found is None:
        return None
    key = int(found["key"])
    pair: tuple[Customer | Contact, Customer | Contact] | None = (
        tombstones.winner(request.actor, Customer, key)
        if found["area"] == "customers"
        else tombstones.winner(request.actor, Contact, key)
    )
    if pair is None:
        return None
    merged, into = pair
    start, end = found.span("key")
    path = f"{request.path[:start]}{into.pk}{request.path[end:]}"
    if found["api"]:
        return _redirect(request, path)
    names = {"merged": merged.name, "name": into.name}
    if request.method == "GET":
        toast(request, _("%(merged)s was merged into %(name)s.") % names)
        return goto(request, _with_query(request, path))
    text = _("%(merged)s was merged into %(name)s meanwhile. Nothing was saved.") % names
    toast(request, text, tone="error")
    return goto(request, into.get_absolute_url())


def _redirect(request: Request, path: str) -> HttpResponse | None:
    """The method and what is sent stay the same. Nobody deletes a record by another's address."""
    if request.method == "DELETE":
        return None
    response = problem(Problem(308, headers={"Location": _with_query(request, path)}))
    response["Cache-Control"] = "no-store"  # a merge can be undone
    return response


def _with_query(request: Request, path: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
