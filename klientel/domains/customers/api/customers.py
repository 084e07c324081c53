"""`customers`: list, read, create, change, delete, restore."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router

from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Request, requires
from klientel.foundation.rest import conditions

from . import conflicts, lists
from .schemas import ContactPage, CustomerIn, CustomerOut, CustomerPage, CustomerPatch

router = Router(tags=["customers"])


def _answer(response: HttpResponse, customer: Customer) -> dict[str, Any]:
    response["ETag"] = conditions.tag(customer)
    [out] = lists.customers_out([customer])
    return out


def _get(request: Request, key: int, *, deleted: bool = False) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.actor, deleted=deleted), pk=key)


@router.get("", response=CustomerPage, summary="List customers")
@requires("customers.view")
def customer_list(request: Request, query: Query[lists.CustomerQuery]) -> Any:
    """All that the filters leave, in pages. Customers in the bin are not among them."""
    return lists.customer_page(request.actor, query)


@router.post("", response={201: CustomerOut}, summary="Create a customer")
@requires("customers.add")
def customer_create(request: Request, response: HttpResponse, data: CustomerIn) -> Any:
    """With its contacts, in one step: all of it is created or nothing."""
    customer = customers.create_customer(request.actor, **data.model_dump(exclude_unset=True))
    response["Location"] = reverse("api:customer_read", args=[customer.pk])
    return _answer(response, _get(request, customer.pk))


@router.get(
    "/{int:customer_id}",
    response=CustomerOut,
    summary="Read a customer",
    openapi_extra=conditions.IF_NONE_MATCH,
)
@requires("customers.view")
def customer_read(request: Request, response: HttpResponse, customer_id: int) -> Any:
    customer = _get(request, customer_id)
    if conditions.is_known(request, customer):
        return conditions.not_modified(customer)
    return _answer(response, customer)


@router.patch(
    "/{int:customer_id}",
    response=CustomerOut,
    summary="Change a customer",
    openapi_extra=conditions.IF_MATCH,
)
@requires("customers.change")
def customer_change(
    request: Request, response: HttpResponse, customer_id: int, *, data: CustomerPatch
) -> Any:
    """Only the fields that are given; a list that is given replaces the whole list."""
    customer = _get(request, customer_id)
    version = conditions.wanted_version(request, customer)
    try:
        customers.change_customer(
            request.actor, customer, version=version, **data.model_dump(exclude_unset=True)
        )
    except Conflict as conflict:
        raise conflicts.problem(conflict) from conflict
    return _answer(response, _get(request, customer_id))


@router.delete(
    "/{int:customer_id}",
    response={204: None},
    summary="Delete a customer",
    openapi_extra=conditions.IF_MATCH,
)
@requires("customers.delete")
def customer_delete(request: Request, customer_id: int) -> Any:
    """Its contacts go with it. Both can be restored, or the batch undone."""
    customer = _get(request, customer_id)
    conditions.require_present(request, customer)
    deleting.delete_customers(request.actor, [customer])


@router.post("/{int:customer_id}/restore", response=CustomerOut, summary="Restore a customer")
@requires("customers.delete")
def customer_restore(request: Request, response: HttpResponse, customer_id: int) -> Any:
    """From the bin, with the contacts that went with it. One that is there stays as it is."""
    live = Customer.objects.visible_to(request.actor).filter(pk=customer_id)
    if not live.exists():
        deleting.restore_customers(request.actor, [_get(request, customer_id, deleted=True)])
    return _answer(response, _get(request, customer_id))


@router.get("/{int:customer_id}/contacts", response=ContactPage, summary="List its contacts")
@requires("contacts.view")
def customer_contacts(
    request: Request, customer_id: int, query: Query[lists.OwnContactQuery]
) -> Any:
    return lists.contact_page(request.actor, query, owner=_get(request, customer_id).pk)
