"""Forms that carry a key: sent twice they count once, and their drafts are told apart."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from klientel.domains.customers.models import Customer, SentForm
from klientel.domains.customers.pages import SAVED_FORM
from klientel.foundation.access import Request
from klientel.foundation.ui.htmx import goto


def key_of(request: Request) -> str:
    """Empty where there is none yet."""
    try:
        return uuid.UUID(request.GET.get("key", "")).hex
    except ValueError:
        return ""


def with_new_key(url_name: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(url_name)}?key={uuid.uuid4().hex}")


def already_saved(request: Request, key: str) -> HttpResponse | None:
    """To the customer that was made of this form before."""
    sent = SentForm.objects.visible_to(request.actor).filter(key=key).first()
    return saved(request, Customer(pk=sent.customer_id), key) if sent else None


def saved(request: Request, customer: Customer, key: str) -> HttpResponse:
    request.session[SAVED_FORM] = key
    return goto(request, customer.get_absolute_url())
