"""`subsidiaries` of a customer: list, associate, remove."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from klientel.domains.customers.actions import relating
from klientel.domains.customers.choices import ParentRelation
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.models import Customer
from klientel.domains.customers.parents import of_parent
from klientel.foundation.access import Request, requires
from klientel.foundation.rest import schemas as rest
from klientel.foundation.rest.problems import Problem

from . import lists
from .schemas import CustomerOut, CustomerPage, Key, examples

router = Router(tags=["customers"])


class AssociateIn(rest.Input):
    """Customers that come to belong to this one."""

    model_config = examples({"customer_ids": [12, 15], "relation": "branch"})
    customer_ids: list[Key] = Field(min_length=1, max_length=500)
    relation: str = rest.choice(
        ParentRelation.values, "Not given, each keeps its own; at first `subsidiary`."
    )


class RefusedOut(rest.Output):
    id: int
    reason: str


class AssociatedOut(rest.Output):
    items: list[CustomerOut] = Field(description="Those that belong to it now.")
    refused: list[RefusedOut]


@router.get("/{int:customer_id}/subsidiaries", response=CustomerPage, summary="List subsidiaries")
@requires("customers.view")
def subsidiary_list(request: Request, customer_id: int, query: Query[lists.SortedQuery]) -> Any:
    """Those that belong to this customer and that you see."""
    parent = _get(request, customer_id)
    found = of_parent(Customer.objects.visible_to(request.actor), request.actor, parent.pk)
    return lists.found_page(request.actor, found, query)


@router.post(
    "/{int:customer_id}/subsidiaries", response=AssociatedOut, summary="Associate subsidiaries"
)
@requires("customers.change")
def subsidiary_associate(request: Request, customer_id: int, data: AssociateIn) -> Any:
    """Those that can; for the others it says why not. Nobody, if one cannot be found."""
    parent = _get(request, customer_id)
    found = Customer.objects.visible_to(request.actor).in_bulk(data.customer_ids)
    if len(found) < len(set(data.customer_ids)):
        raise ValidationError({"customer_ids": [_("There is no such customer.")]})
    rows = [found[key] for key in dict.fromkeys(data.customer_ids)]
    try:
        outcome = relating.associate(request.actor, parent, rows, relation=data.relation)
    except Conflict as conflict:
        raise Problem(404) from conflict
    refused = [
        {
            "id": rows[place].pk,
            "reason": " ".join(said for each in errors.values() for said in each),
        }
        for place, errors in outcome.refused.items()
    ]
    keys = [row.pk for place, row in enumerate(rows) if place not in outcome.refused]
    items = list(Customer.objects.visible_to(request.actor).filter(pk__in=keys).order_by("pk"))
    return {"items": lists.customers_out(request.actor, items), "refused": refused}


@router.delete(
    "/{int:customer_id}/subsidiaries/{int:subsidiary_id}",
    response={204: None},
    summary="Remove a subsidiary",
)
@requires("customers.change")
def subsidiary_remove(request: Request, customer_id: int, subsidiary_id: int) -> Any:
    """It is deleted nowhere: it belongs to no other company from then on."""
    parent = _get(request, customer_id)
    rows = of_parent(Customer.objects.visible_to(request.actor), request.actor, parent.pk)
    row = get_object_or_404(rows, pk=subsidiary_id)
    try:
        relating.release(request.actor, [row])
    except Conflict as conflict:
        raise Problem(404) from conflict
    return HttpResponse(status=204)


def _get(request: Request, key: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.actor), pk=key)
