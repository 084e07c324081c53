"""The lists of customers and of contacts."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from klientel.domains.customers import menus, tables
from klientel.foundation.access import Request, requires
from klientel.foundation.ui import columns
from klientel.foundation.ui.htmx import is_partial, render_fragment
from klientel.foundation.ui.listing import Listing, Table
from klientel.foundation.ui.menu import actions_for, url_of

M = TypeVar("M", bound=models.Model)


@require_safe
@requires("customers.view")
def customer_list(request: Request) -> HttpResponse:
    listing = _listing(request, tables.CUSTOMERS)
    context = {"listing": listing, "actions": actions_for(request.actor, menus.CUSTOMERS)}
    return _answer(request, "customers/list.html", context | _ways(request, "customers"))


@require_safe
@requires("contacts.view")
def contact_list(request: Request) -> HttpResponse:
    listing = _listing(request, tables.CONTACTS)
    context = {"listing": listing, "actions": actions_for(request.actor, menus.CONTACTS)}
    return _answer(request, "contacts/list.html", context | _ways(request, "contacts"))


@require_POST
@requires("customers.view")
def customer_columns(request: Request) -> HttpResponse:
    return columns.remember(request, tables.CUSTOMERS.name, fallback=reverse("customers:list"))


@require_POST
@requires("contacts.view")
def contact_columns(request: Request) -> HttpResponse:
    return columns.remember(request, tables.CONTACTS.name, fallback=reverse("contacts:list"))


def _listing(request: Request, table: Table[M]) -> Listing[M]:
    return Listing(request.actor, table, request.GET, columns.chosen(request, table.name))


def _ways(request: Request, kind: str) -> dict[str, Any]:
    """What leads into the list and out of it, empty for who may not."""
    may = request.actor.may
    upload = url_of("transfer:upload") if may("transfer.import") else ""
    return {
        "create_url": url_of(f"{kind}:create") if may(f"{kind}.add") else "",
        "import_url": f"{upload}?kind={kind}" if upload else "",
        "may_export": may("transfer.export"),
    }


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """htmx gets the rows, and the address without what was left empty."""
    is_more = bool(request.GET.get("cursor"))
    context |= {"is_fragment": is_partial(request) and not is_more}
    response = render_fragment(request, template, "results", context)
    if context["is_fragment"]:
        query = context["listing"].plain_query
        response["HX-Push-Url"] = f"{request.path}?{query}" if query else request.path
    return response
