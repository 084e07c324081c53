"""Adding a customer on one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from klientel.domains.customers import queries
from klientel.domains.customers.actions.customers import preview_customer
from klientel.domains.customers.alike import Alike, customers_like
from klientel.domains.customers.forms.one_page import NewClient, typed_client
from klientel.domains.customers.models import Customer
from klientel.domains.customers.pages import home
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.digits import whole

from .keyed import already_saved, key_of, save_once, saved, with_new_key


@requires("customers.add")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """What is wrong stays on the page, with everything that was typed."""
    key = key_of(request)
    parent = _parent(request)
    if not key:
        return with_new_key("customers:add", **({"of": parent.pk} if parent else {}))
    if (answer := already_saved(request, key)) is not None:
        return answer
    is_sent = request.method == "POST"
    given = (request.POST, request.FILES) if is_sent else (None, None)
    number = parent.number if parent else ""
    client = NewClient(*given, actor=request.actor, home=home(), parent=number)
    if is_sent and (customer := _save(request, client, key)) is not None:
        return saved(request, customer, key, then=_subsidiaries(parent) if parent else "")
    return _page(request, client, key, parent=parent)


def _parent(request: Request) -> Customer | None:
    """The company whose tab this was opened from, to which it leads back."""
    key = whole(request.GET.get("of", ""))
    return Customer.objects.visible_to(request.actor).filter(pk=key).first() if key else None


def _subsidiaries(parent: Customer) -> str:
    return reverse("customers:subsidiaries", args=[parent.pk])


def _save(request: Request, client: NewClient, key: str) -> Customer | None:
    if not client.is_valid():
        # All that is wrong at once, not one thing after the other.
        client.refuse(preview_customer(request.actor, **client.values())[1])
        return None
    return save_once(request, client, key, pictures=client.pictures.values())


def _page(
    request: Request, client: NewClient, key: str, *, parent: Customer | None
) -> HttpResponse:
    context = {
        "client": client,
        "parent": parent,
        "back": _subsidiaries(parent) if parent else reverse("customers:list"),
        "form": client.main,
        "alike": _look(request),
        "key": key,
        "categories": queries.category_words(request.actor),
    }
    status = 422 if client.has_errors else 200
    return render(request, "customers/add.html", context, status=status)


def _look(request: Request) -> list[Alike]:
    if request.method != "POST":
        return []
    return customers_like(request.actor, typed_client(request.POST, home=home()), home=home())
