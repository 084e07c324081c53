"""A form that is sent twice, by a double press or the back button, makes one customer."""

from __future__ import annotations

from typing import Unpack

from django.db import IntegrityError

from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer, SentForm
from klientel.foundation.access import Actor
from klientel.services.journal.writing import writing

from .customers import create_customer
from .picturing import NO_PICTURES, Pictures, set_first_pictures


def create_customer_once(
    actor: Actor, form_key: str, *, pictures: Pictures = NO_PICTURES, **fields: Unpack[NewCustomer]
) -> tuple[Customer, bool]:
    """The customer made of the form with this key, and whether this call made it."""
    actor.require("customers.add")
    if (made := _made_of(actor, form_key)) is not None:
        return made, False
    try:
        with writing(actor):
            customer = create_customer(actor, **fields)
            set_first_pictures(actor, customer, pictures)
            SentForm.objects.create(key=form_key, user_id=actor.user_id or 0, customer=customer)
    except IntegrityError:
        # The same form came a second time while the first one was being written.
        if (made := _made_of(actor, form_key)) is None:
            raise
        return made, False
    return customer, True


def _made_of(actor: Actor, form_key: str) -> Customer | None:
    sent = SentForm.objects.filter(user_id=actor.user_id or 0, key=form_key)
    found = sent.select_related("customer").first()
    return found.customer if found else None
