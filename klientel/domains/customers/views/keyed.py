"""Forms that carry a key: sent twice they count once, and their drafts are told apart."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Protocol
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from klientel.domains.customers.actions import once
from klientel.domains.customers.actions.picturing import NO_PICTURES, Pictures
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer, SentForm
from klientel.domains.customers.pages import SAVED_FORM, page_after
from klientel.foundation.access import Request
from klientel.foundation.ui.htmx import goto
from klientel.services.journal.toasts import toast_with_undo


def key_of(request: Request) -> str:
    """Empty where there is none yet."""
    try:
        return uuid.UUID(request.GET.get("key", "")).hex
    except ValueError:
        return ""


def with_new_key(url_name: str, **query: object) -> HttpResponse:
    given = urlencode({"key": uuid.uuid4().hex, **query})
    return HttpResponseRedirect(f"{reverse(url_name)}?{given}")


def already_saved(request: Request, key: str) -> HttpResponse | None:
    """To the customer that was made of this form before."""
    sent = SentForm.objects.visible_to(request.actor).filter(key=key).first()
    return saved(request, Customer(pk=sent.customer_id), key) if sent else None


class NewCustomerForm(Protocol):
    def values(self) -> NewCustomer: ...
    def refuse(self, errors: Mapping[str, Sequence[str]]) -> None: ...


def save_once(
    request: Request, form: NewCustomerForm, key: str, *, pictures: Pictures = NO_PICTURES
) -> Customer | None:
    """None when it is refused; the form says why. Sent twice, it answers the first customer."""
    try:
        customer, is_new = once.create_customer_once(
            request.actor, key, pictures=pictures, **form.values()
        )
    except ValidationError as error:
        form.refuse(error.message_dict)
        return None
    if is_new:
        toast_with_undo(request, _("%(name)s has been created") % {"name": customer.name})
    return customer


def saved(request: Request, customer: Customer, key: str, *, then: str = "") -> HttpResponse:
    request.session[SAVED_FORM] = key
    return goto(request, then or page_after(request.actor, customer))
