"""The lists of customers and of contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klientel.domains.customers import menus, tables, tree
from klientel.foundation.access import Actor, Request, requires
from klientel.foundation.ui import columns
from klientel.foundation.ui.filtering import COUNT, without
from klientel.foundation.ui.htmx import is_partial, render_fragment
from klientel.foundation.ui.listing import Listing, Table
from klientel.foundation.ui.menu import actions_for, url_for, url_of
from klientel.services.saved_views import queries as saved_views
from klientel.services.saved_views.models import SavedView
from klientel.services.transfer.menus import UPLOAD

M = TypeVar("M", bound=models.Model)


@require_safe
@requires("customers.view")
def customer_list(request: Request) -> HttpResponse:
    listing = _listing(request, tables.CUSTOMERS)
    context = {"listing": listing, "actions": actions_for(request.actor, menus.CUSTOMERS)}
    return answer(request, "customers/list.html", context | ways(request, "customers"))


@require_safe
@requires("contacts.view")
def contact_list(request: Request) -> HttpResponse:
    listing = _listing(request, tables.CONTACTS)
    context = {"listing": listing, "actions": actions_for(request.actor, menus.CONTACTS)}
    return answer(request, "contacts/list.html", context | ways(request, "contacts"))


@require_POST
@requires("customers.view")
def customer_columns(request: Request) -> HttpResponse:
    """The list and the tab of subsidiaries keep their own."""
    is_tab = request.GET.get("table", "") == tables.OF_PARENT
    name = tables.OF_PARENT if is_tab else tables.CUSTOMERS.name
    return columns.remember(request, name, fallback=reverse("customers:list"))


@require_POST
@requires("contacts.view")
def contact_columns(request: Request) -> HttpResponse:
    """Each list of contacts keeps its own: all of them, of a customer, by organisation."""
    asked = request.GET.get("table", "")
    known = (tables.OF_CUSTOMER, tree.TABLE.name)
    name = asked if asked in known else tables.CONTACTS.name
    return columns.remember(request, name, fallback=reverse("contacts:list"))


def _listing(request: Request, table: Table[M]) -> Listing[M]:
    return Listing(request.actor, table, request.GET, columns.chosen(request, table.name))


@dataclass(frozen=True)
class View:
    """One way to look at the rows of a page."""

    title: str
    href: str
    current: str = ""  # not empty for the one in hand


def ways(request: Request, kind: str) -> dict[str, Any]:
    """What leads into the list, out of it and to its other views; empty for who may not."""
    actor = request.actor
    upload = url_for(actor, UPLOAD)
    return {
        "create_url": url_for(actor, menus.CREATE if kind == "customers" else menus.CONTACT),
        "add_url": url_for(actor, menus.ADD),
        "organisation_url": url_for(actor, menus.ORGANISATION),
        "import_url": f"{upload}?kind={kind}" if upload else "",
        "may_export": actor.may("transfer.export"),
        "tree_url": url_of(f"{kind}:tree"),
        "view": _saved(request, kind),
        "later": later(actor, kind),
        "views": _customer_views(request) if kind == "customers" else _contact_views(request),
    }


def later(actor: Actor, kind: str) -> dict[str, str] | None:
    """Where a list that takes too long goes on in the background."""
    if not actor.may("long_searches.run"):
        return None
    return {"url": url_of("long_searches:new"), "kind": kind}


def _saved(request: Request, kind: str) -> SavedView | None:
    """The view this address came from; asked only where it names one."""
    key = request.GET.get(columns.VIEW, "")
    return saved_views.of(request.actor, kind, key) if key else None


def _customer_views(request: Request) -> list[View]:
    """What was searched for and filtered by goes along: both show customers."""
    query = without(request.GET, "cursor", "loaded", "sort")
    views = [
        (_("Table"), "customers:list"),
        (_("By customer organisation"), "customers:tree"),
        (_("By segment"), "customers:board"),
    ]
    return [
        View(title, f"{url_of(name)}?{query}".rstrip("?"), _current(request, url_of(name)))
        for title, name in views
    ]


def _contact_views(request: Request) -> list[View]:
    """The views of the list differ by what they filter."""
    tree, plain = url_of("contacts:tree"), url_of("contacts:list")
    asked = {name: request.GET.get(name, "") for name in ("primary", "customer")}
    views = [
        (_("By organisation"), tree, {}),
        (_("As a list"), plain, {}),
        (_("Primary contacts"), plain, {"primary": "yes"}),
        (_("No organisation"), plain, {"customer": "no"}),
    ]
    given = {name: value for name, value in asked.items() if value}
    fits = given if given in [wanted for _title, _url, wanted in views] else {}
    return [
        View(
            str(title),
            f"{url}?{urlencode(wanted)}".rstrip("?"),
            _current(request, url) if wanted == fits or url == tree else "",
        )
        for title, url, wanted in views
    ]


def _current(request: Request, url: str) -> str:
    return "1" if request.path == url else ""


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """htmx gets the rows, and the address without what was left empty; or the number alone."""
    if COUNT in request.GET:
        return render(request, "ui/listing_count.html", {"listing": context["listing"]})
    is_more = bool(request.GET.get("cursor"))
    context |= {"is_fragment": is_partial(request) and not is_more}
    response = render_fragment(request, template, "results", context)
    if context["is_fragment"]:
        query = context["listing"].plain_query
        response["HX-Push-Url"] = f"{request.path}?{query}" if query else request.path
    return response
