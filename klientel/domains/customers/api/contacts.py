"""`contacts`: list, read, create, change, delete, restore."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from klientel.domains.customers.actions import arriving, contacts, deleting, moving
from klientel.domains.customers.fields import LooseContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.purposes import PURPOSES, Heirs, Purpose, Seat
from klientel.foundation.access import Request, requires
from klientel.foundation.rest import conditions
from klientel.foundation.rest.problems import unusable

from . import customs, lists
from .records import Records
from .schemas import (
    ContactOut,
    ContactPage,
    ContactPatch,
    LooseContactIn,
    MovedOut,
    MoveIn,
    SuccessorQuery,
)

router = Router(tags=["contacts"])

CONTACTS = Records(
    model=Contact,
    show=lists.contacts_out,
    write=contacts.change_contact,
    remove=deleting.delete_contacts,
    bring_back=deleting.restore_contacts,
    address="api:contact_read",
)


@router.get("", response=ContactPage, summary="List contacts")
@requires("contacts.view")
def contact_list(request: Request, query: Query[lists.ContactQuery]) -> Any:
    """All that the filters leave, in pages. Contacts in the bin are not among them."""
    return lists.contact_page(request.actor, query, owner=query.customer_id)


@router.post("", response={201: ContactOut}, summary="Add a contact")
@requires("contacts.add")
def contact_create(request: Request, response: HttpResponse, data: LooseContactIn) -> Any:
    """To a customer, or to none; without a word as the rule for e-mail domains says.

    The first contact of a customer becomes its primary one.
    """
    given = cast("LooseContactFields", data.model_dump(exclude_unset=True))
    customs.require_of_contact(given)
    contact = arriving.add_person(request.actor, given)
    return CONTACTS.created(request, response, contact.pk)


@router.get(
    "/{int:contact_id}",
    response=ContactOut,
    summary="Read a contact",
    openapi_extra=conditions.IF_NONE_MATCH,
)
@requires("contacts.view")
def contact_read(request: Request, response: HttpResponse, contact_id: int) -> Any:
    return CONTACTS.read(request, response, contact_id)


@router.patch(
    "/{int:contact_id}",
    response=ContactOut,
    summary="Change a contact",
    openapi_extra=conditions.IF_MATCH,
)
@requires("contacts.change")
def contact_change(
    request: Request,
    response: HttpResponse,
    contact_id: int,
    *,
    data: ContactPatch,
    query: Query[SuccessorQuery],
) -> Any:
    """Only the fields that are given; a list that is given replaces the whole list.

    A primary contact that is set inactive is it no more; a successor can be named.
    """
    how = {"successors": found} if (found := _successors(request, contact_id, query)) else {}
    if found and data.model_dump(exclude_unset=True).get("active") is not False:
        sentence = _("Only a primary contact that is set inactive has a successor.")
        raise unusable(_field_of(next(iter(found))[1]), sentence)
    return CONTACTS.change(request, response, contact_id, data=data, **how)


@router.delete(
    "/{int:contact_id}",
    response={204: None},
    summary="Delete a contact",
    openapi_extra=conditions.IF_MATCH,
)
@requires("contacts.delete")
def contact_delete(request: Request, contact_id: int, query: Query[SuccessorQuery]) -> Any:
    """It can be restored, or the batch undone. A customer may be left without a primary contact."""
    CONTACTS.delete(request, contact_id, successors=_successors(request, contact_id, query))


def _successors(request: Request, contact_id: int, query: SuccessorQuery) -> Heirs:
    found: dict[Seat, int] = {}
    for purpose in PURPOSES:
        wanted = getattr(query, _field_of(purpose))
        if wanted is None:
            continue
        row = CONTACTS.get(request, contact_id)
        if not getattr(row, purpose) or row.customer_id is None:
            raise unusable(_field_of(purpose), _("Only a primary contact has a successor."))
        found[row.customer_id, purpose] = wanted
    return found


def _field_of(purpose: Purpose) -> str:
    """The name of the query field for whoever follows a primary contact."""
    return purpose.replace("primary", "successor")


@router.post("/{int:contact_id}/restore", response=ContactOut, summary="Restore a contact")
@requires("contacts.delete")
def contact_restore(request: Request, response: HttpResponse, contact_id: int) -> Any:
    """From the bin; its customer must be there. One that is there stays as it is."""
    return CONTACTS.restore(request, response, contact_id)


@router.post("/move", response=MovedOut, summary="Move contacts")
@requires("contacts.change")
def contact_move(request: Request, data: MoveIn) -> Any:
    """To another customer, or to none: all of them or, if one cannot be found, nobody."""
    found = Contact.objects.visible_to(request.actor).filter(pk__in=data.contact_ids)
    if found.count() != len(set(data.contact_ids)):
        raise ValidationError({"contact_ids": [_("There is no such contact.")]})
    target = None
    if data.customer_id is not None:
        live = Customer.objects.visible_to(request.actor)
        if (target := live.filter(pk=data.customer_id).first()) is None:
            raise ValidationError({"customer_id": [_("There is no such customer.")]})
    moved = moving.move_contacts(request.actor, found, target)
    items = lists.contacts_out(request.actor, list(found.order_by("pk")))
    return {"items": items, "moved": len(moved)}
