"""`customers/{id}/merge` and `contacts/{id}/merge`: others become one with this record."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from klientel.domains.customers.actions.uniting.choosing import names_of
from klientel.domains.customers.actions.uniting.merge import (
    MOST,
    merge_contacts,
    merge_customers,
)
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Request, requires
from klientel.foundation.rest.schemas import Input

from .contacts import CONTACTS
from .customers import CUSTOMERS
from .schemas import ContactOut, CustomerOut, examples

customers = Router(tags=["customers"])
contacts = Router(tags=["contacts"])


Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
KeyOrAll = Annotated[int, Field(ge=0, le=2**63 - 1)]


class MergeIn(Input):
    model_config = examples({"ids": [4711], "fields": {"name": 4711}})

    ids: list[Key] = Field(
        min_length=1,
        max_length=MOST - 1,
        description="Those that are merged; from then on they lead to this one.",
    )
    fields: dict[str, KeyOrAll] = Field(
        default={},
        description=(
            "By field, the id of the record whose value stays; 0 puts notes below each other. What"
            " is not named stays as it is here, or comes from the first that has it."
        ),
    )


@customers.post(
    "/{int:customer_id}/merge", response=CustomerOut, summary="Merge customers into this one"
)
@requires("customers.merge")
def customer_merge(
    request: Request, response: HttpResponse, customer_id: int, *, data: MergeIn
) -> Any:
    """What hangs on them comes along. Undoing the batch takes them apart again."""
    rows = Customer.objects.visible_to(request.actor).filter(pk__in=data.ids)
    winner = CUSTOMERS.get(request, customer_id)
    _refuse_unknown(data, {row.pk for row in rows}, {*names_of([winner, *rows])})
    merge_customers(request.actor, winner, rows, chosen=data.fields)
    return CUSTOMERS.answer(request, response, customer_id)


@contacts.post(
    "/{int:contact_id}/merge", response=ContactOut, summary="Merge contacts into this one"
)
@requires("contacts.merge")
def contact_merge(
    request: Request, response: HttpResponse, contact_id: int, *, data: MergeIn
) -> Any:
    """They may be at different customers. Undoing the batch takes them apart again."""
    rows = Contact.objects.visible_to(request.actor).filter(pk__in=data.ids)
    winner = CONTACTS.get(request, contact_id)
    _refuse_unknown(data, {row.pk for row in rows}, {*names_of([winner, *rows])})
    merge_contacts(request.actor, winner, rows, chosen=data.fields)
    return CONTACTS.answer(request, response, contact_id)


def _refuse_unknown(data: MergeIn, seen: set[int], names: set[str]) -> None:
    errors: dict[str, list[str]] = {}
    for place, key in enumerate(data.ids):
        if key not in seen:
            errors[f"ids.{place}"] = [_("There is no such record.")]
    for name in data.fields.keys() - names:
        errors[f"fields.{name[:80]}"] = [_("There is no such field.")]
    if errors:
        raise ValidationError(errors)
