"""`contacts`: list, read, create, change, delete, restore."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router

from klientel.domains.customers.actions import contacts, deleting
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.models import Contact
from klientel.foundation.access import Request, requires
from klientel.foundation.rest import conditions

from . import conflicts, lists
from .schemas import ContactOut, ContactPage, ContactPatch, LooseContactIn

router = Router(tags=["contacts"])


def _answer(request: Request, response: HttpResponse, contact: Contact) -> dict[str, Any]:
    response["ETag"] = conditions.tag(contact)
    [out] = lists.contacts_out(request.actor, [contact])
    return out


def _get(request: Request, key: int, *, deleted: bool = False) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.actor, deleted=deleted), pk=key)


@router.get("", response=ContactPage, summary="List contacts")
@requires("contacts.view")
def contact_list(request: Request, query: Query[lists.ContactQuery]) -> Any:
    """All that the filters leave, in pages. Contacts in the bin are not among them."""
    return lists.contact_page(request.actor, query, owner=query.customer_id)


@router.post("", response={201: ContactOut}, summary="Add a contact")
@requires("contacts.add")
def contact_create(request: Request, response: HttpResponse, data: LooseContactIn) -> Any:
    """To a customer, or to none. The first contact of a customer becomes its primary one."""
    contact = contacts.add_contact(request.actor, **data.model_dump(exclude_unset=True))
    response["Location"] = reverse("api:contact_read", args=[contact.pk])
    return _answer(request, response, _get(request, contact.pk))


@router.get(
    "/{int:contact_id}",
    response=ContactOut,
    summary="Read a contact",
    openapi_extra=conditions.IF_NONE_MATCH,
)
@requires("contacts.view")
def contact_read(request: Request, response: HttpResponse, contact_id: int) -> Any:
    contact = _get(request, contact_id)
    if conditions.is_known(request, contact):
        return conditions.not_modified(contact)
    return _answer(request, response, contact)


@router.patch(
    "/{int:contact_id}",
    response=ContactOut,
    summary="Change a contact",
    openapi_extra=conditions.IF_MATCH,
)
@requires("contacts.change")
def contact_change(
    request: Request, response: HttpResponse, contact_id: int, *, data: ContactPatch
) -> Any:
    """Only the fields that are given; a list that is given replaces the whole list."""
    contact = _get(request, contact_id)
    version = conditions.wanted_version(request, contact)
    try:
        contacts.change_contact(
            request.actor, contact, version=version, **data.model_dump(exclude_unset=True)
        )
    except Conflict as conflict:
        raise conflicts.problem(conflict) from conflict
    return _answer(request, response, _get(request, contact_id))


@router.delete(
    "/{int:contact_id}",
    response={204: None},
    summary="Delete a contact",
    openapi_extra=conditions.IF_MATCH,
)
@requires("contacts.delete")
def contact_delete(request: Request, contact_id: int) -> Any:
    """It can be restored, or the batch undone."""
    contact = _get(request, contact_id)
    conditions.require_present(request, contact)
    deleting.delete_contacts(request.actor, [contact])


@router.post("/{int:contact_id}/restore", response=ContactOut, summary="Restore a contact")
@requires("contacts.delete")
def contact_restore(request: Request, response: HttpResponse, contact_id: int) -> Any:
    """From the bin; its customer must be there. One that is there stays as it is."""
    live = Contact.objects.visible_to(request.actor).filter(pk=contact_id)
    if not live.exists():
        deleting.restore_contacts(request.actor, [_get(request, contact_id, deleted=True)])
    return _answer(request, response, _get(request, contact_id))
