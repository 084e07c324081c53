"""Adding a customer on one page."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klientel.domains.customers.actions import once
from klientel.domains.customers.actions.customers import preview_customer
from klientel.domains.customers.alike import Alike, customers_like
from klientel.domains.customers.category import Category
from klientel.domains.customers.forms.one_page import NewClient, typed_client
from klientel.domains.customers.models import Customer
from klientel.domains.customers.pages import home
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.toasts import toast

from .keyed import already_saved, key_of, saved, with_new_key


@requires("customers.add")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """What is wrong stays on the page, with everything that was typed."""
    key = key_of(request)
    if not key:
        return with_new_key("customers:add")
    if (answer := already_saved(request, key)) is not None:
        return answer
    is_sent = request.method == "POST"
    given = (request.POST, request.FILES) if is_sent else (None, None)
    client = NewClient(*given, actor=request.actor, home=home())
    if is_sent and (customer := _save(request, client, key)) is not None:
        return saved(request, customer, key)
    return _page(request, client, key)


def _save(request: Request, client: NewClient, key: str) -> Customer | None:
    if not client.is_valid():
        # All that is wrong at once, not one thing after the other.
        client.refuse(preview_customer(request.actor, **client.values())[1])
        return None
    try:
        customer, is_new = once.create_customer_once(
            request.actor, key, pictures=client.pictures.values(), **client.values()
        )
    except ValidationError as error:
        client.refuse(error.message_dict)
        return None
    if is_new:
        undo = reverse("journal:undo", args=[request.actor.batch])
        toast(request, _("%(name)s has been created") % {"name": customer.name}, undo=undo)
    return customer


def _page(request: Request, client: NewClient, key: str) -> HttpResponse:
    words = Category.objects.visible_to(request.actor).select_related("parent")
    context = {
        "client": client,
        "form": client.main,
        "alike": _look(request),
        "key": key,
        "categories": words.in_order()[:1000],
    }
    status = 422 if client.has_errors else 200
    return render(request, "customers/add.html", context, status=status)


def _look(request: Request) -> list[Alike]:
    if request.method != "POST":
        return []
    return customers_like(request.actor, typed_client(request.POST, home=home()), home=home())
