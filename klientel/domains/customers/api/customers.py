"""`customers`: list, read, create, change, delete, restore."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any, cast

from django.http import HttpResponse
from ninja import Query, Router

from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Request, requires
from klientel.foundation.rest import conditions

from . import customs, lists
from .records import Records
from .schemas import (
    ContactPage,
    CustomerIn,
    CustomerOut,
    CustomerPage,
    CustomerPatch,
    RestoreQuery,
)

router = Router(tags=["customers"])

CUSTOMERS = Records(
    model=Customer,
    show=lists.customers_out,
    write=customers.change_customer,
    remove=deleting.delete_customers,
    bring_back=deleting.restore_customers,
    address="api:customer_read",
)


@router.get("", response=CustomerPage, summary="List customers")
@requires("customers.view")
def customer_list(request: Request, query: Query[lists.CustomerQuery]) -> Any:
    """All that the filters leave, in pages. Customers in the bin are not among them."""
    return lists.customer_page(request.actor, query)


@router.post("", response={201: CustomerOut}, summary="Create a customer")
@requires("customers.add")
def customer_create(request: Request, response: HttpResponse, data: CustomerIn) -> Any:
    """With its contacts, in one step: all of it is created or nothing."""
    given = cast("NewCustomer", data.model_dump(exclude_unset=True))
    customs.require_of_customer(given)
    customer = customers.create_customer(request.actor, **given)
    return CUSTOMERS.created(request, response, customer.pk)


@router.get(
    "/{int:customer_id}",
    response=CustomerOut,
    summary="Read a customer",
    openapi_extra=conditions.IF_NONE_MATCH,
)
@requires("customers.view")
def customer_read(request: Request, response: HttpResponse, customer_id: int) -> Any:
    return CUSTOMERS.read(request, response, customer_id)


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
    return CUSTOMERS.change(request, response, customer_id, data=data)


@router.delete(
    "/{int:customer_id}",
    response={204: None},
    summary="Delete a customer",
    openapi_extra=conditions.IF_MATCH,
)
@requires("customers.delete")
def customer_delete(request: Request, customer_id: int) -> Any:
    """Its contacts go with it. Both can be restored, or the batch undone."""
    CUSTOMERS.delete(request, customer_id)


@router.post("/{int:customer_id}/restore", response=CustomerOut, summary="Restore a customer")
@requires("customers.delete")
def customer_restore(
    request: Request, response: HttpResponse, customer_id: int, *, query: Query[RestoreQuery]
) -> Any:
    """From the bin, with the contacts that went with it. One that is there stays as it is."""
    return CUSTOMERS.restore(request, response, customer_id, new_numbers=query.new_number)


@router.get("/{int:customer_id}/contacts", response=ContactPage, summary="List its contacts")
@requires("contacts.view")
def customer_contacts(
    request: Request, customer_id: int, query: Query[lists.OwnContactQuery]
) -> Any:
    return lists.contact_page(request.actor, query, owner=CUSTOMERS.get(request, customer_id).pk)
