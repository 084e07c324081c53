"""Putting together the conditions of a list."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from klientel.domains.customers import tables
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Request, requires
from klientel.foundation.db import conditions
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui.asking import WHERE, Conditions
from klientel.foundation.ui.building import Builder
from klientel.foundation.ui.filtering import without
from klientel.foundation.ui.htmx import goto, is_partial, render_fragment
from klientel.foundation.ui.listing import Table

M = TypeVar("M", bound=models.Model)
VIEWS = {
    "list": "customers:list",
    "tree": "customers:tree",
    "board": "customers:board",
    "people": "contacts:tree",
}


@requires("customers.view")
@require_http_methods(["GET", "POST"])
def of_customers(request: Request) -> HttpResponse:
    """Organisations stand in the list, in the tree, and in the tree of contacts."""
    at = request.POST.get("at", "") or request.GET.get("at", "")
    return _ask(request, tables.CUSTOMERS, reverse(VIEWS.get(at, VIEWS["list"])))


@requires("contacts.view")
@require_http_methods(["GET", "POST"])
def of_contacts(request: Request) -> HttpResponse:
    """Those of one customer stand on its page: `at` is its key then."""
    at = whole(request.POST.get("at", "") or request.GET.get("at", ""))
    if at is None:
        return _ask(request, tables.CONTACTS, reverse("contacts:list"))
    customer = get_object_or_404(Customer.objects.visible_to(request.actor), pk=at)
    page = reverse("customers:contacts", args=[customer.pk])
    return _ask(request, tables.contacts_of(customer), page)


def _ask(request: Request, table: Table[M], page: str) -> HttpResponse:
    """Everything typed travels in the form; what the list shows besides goes along as `query`."""
    table = table.for_reader(request.actor)
    if request.method == "GET":
        where = Conditions(request.actor, table.properties, request.GET).where
        builder = Builder(request.actor, table.properties, where)
        return _answer(request, builder, table, query=without(request.GET, WHERE, "at"), page=page)
    builder = Builder.typed(request.actor, table.properties, request.POST)
    query = without(QueryDict(request.POST.get("query", "")), WHERE)
    wish = request.POST.get("go", "")
    if wish == "apply" and builder.check():
        params = QueryDict(query, mutable=True)
        params[WHERE] = conditions.dump(builder.where)
        return goto(request, f"{page}?{params.urlencode()}")
    builder.do(wish)
    status = 422 if wish == "apply" else 200
    return _answer(request, builder, table, query=query, page=page, status=status)


def _answer(
    request: Request,
    builder: Builder,
    table: Table[M],
    *,
    query: str,
    page: str,
    status: int = 200,
) -> HttpResponse:
    """What was chosen or added is answered with the form alone, the first question with all."""
    context = {
        "builder": builder,
        "query": query,
        "title": table.title,
        "at": request.POST.get("at", "") or request.GET.get("at", ""),
        "next": f"{page}?{query}" if query else page,
    }
    is_inside = is_partial(request) and request.method == "POST"
    part = "builder" if is_inside else "dialog"
    return render_fragment(request, "customers/conditions.html", part, context, status=status)
