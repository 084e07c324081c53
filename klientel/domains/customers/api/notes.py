"""`customers/{id}/notes` and `contacts/{id}/notes`: list, write, change, delete."""

# Annotations are read at run time by ninja, so they are not postponed here.
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from klientel.domains.customers import queries
from klientel.domains.customers.actions import notes
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import Request, requires
from klientel.foundation.db.keyset import Order, page
from klientel.foundation.rest import conditions, paging
from klientel.foundation.rest.schemas import PageQuery, row_out

from . import conflicts
from .schemas import NoteIn, NoteOut, NotePage, NotePatch

of_customers = Router(tags=["notes"])
of_contacts = Router(tags=["notes"])

NEWEST = Order("created_at", descending=True)


@of_customers.get("/{int:customer_id}/notes", response=NotePage, summary="List its notes")
@requires("customers.view")
def customer_notes(request: Request, customer_id: int, query: Query[PageQuery]) -> Any:
    """Newest first. Those on its contacts are theirs."""
    return _page(request, _customer(request, customer_id), query)


@of_customers.post(
    "/{int:customer_id}/notes", response={201: NoteOut}, summary="Write a note on a customer"
)
@requires("customers.change")
def customer_note_create(
    request: Request, response: HttpResponse, customer_id: int, *, data: NoteIn
) -> Any:
    return _created(request, response, _customer(request, customer_id), data=data)


@of_customers.patch(
    "/{int:customer_id}/notes/{int:note_id}",
    response=NoteOut,
    summary="Change a note on a customer",
    openapi_extra=conditions.IF_MATCH,
)
@requires("customers.change")
def customer_note_change(
    request: Request, response: HttpResponse, customer_id: int, *, note_id: int, data: NotePatch
) -> Any:
    note = _note(request, note_id, customer=customer_id)
    return _changed(request, response, note, data=data)


@of_customers.delete(
    "/{int:customer_id}/notes/{int:note_id}",
    response={204: None},
    summary="Delete a note on a customer",
    openapi_extra=conditions.IF_MATCH,
)
@requires("customers.change")
def customer_note_delete(request: Request, customer_id: int, note_id: int) -> Any:
    """The batch can be undone."""
    _deleted(request, _note(request, note_id, customer=customer_id))


@of_contacts.get("/{int:contact_id}/notes", response=NotePage, summary="List the notes on one")
@requires("contacts.view")
def contact_notes(request: Request, contact_id: int, query: Query[PageQuery]) -> Any:
    """Newest first."""
    return _page(request, _contact(request, contact_id), query)


@of_contacts.post(
    "/{int:contact_id}/notes", response={201: NoteOut}, summary="Write a note on a contact"
)
@requires("contacts.change")
def contact_note_create(
    request: Request, response: HttpResponse, contact_id: int, *, data: NoteIn
) -> Any:
    return _created(request, response, _contact(request, contact_id), data=data)


@of_contacts.patch(
    "/{int:contact_id}/notes/{int:note_id}",
    response=NoteOut,
    summary="Change a note on a contact",
    openapi_extra=conditions.IF_MATCH,
)
@requires("contacts.change")
def contact_note_change(
    request: Request, response: HttpResponse, contact_id: int, *, note_id: int, data: NotePatch
) -> Any:
    return _changed(request, response, _note(request, note_id, contact=contact_id), data=data)


@of_contacts.delete(
    "/{int:contact_id}/notes/{int:note_id}",
    response={204: None},
    summary="Delete a note on a contact",
    openapi_extra=conditions.IF_MATCH,
)
@requires("contacts.change")
def contact_note_delete(request: Request, contact_id: int, note_id: int) -> Any:
    """The batch can be undone."""
    _deleted(request, _note(request, note_id, contact=contact_id))


def _customer(request: Request, key: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.actor), pk=key)


def _contact(request: Request, key: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.actor), pk=key)


def _note(request: Request, key: int, **owner: int) -> Note:
    return get_object_or_404(Note.objects.visible_to(request.actor), pk=key, **owner)


def _page(request: Request, record: Customer | Contact, query: PageQuery) -> dict[str, Any]:
    owner = "customer" if isinstance(record, Customer) else "contact"
    found = Note.objects.visible_to(request.actor).filter(**{owner: record.pk})
    cut = page(found, NEWEST, size=query.limit, cursor=query.cursor)
    return paging.page_out(cut, _out(cut.items))


def _out(found: Sequence[Note]) -> list[dict[str, Any]]:
    authors = queries.authors_of(found)
    return [
        {
            **row_out(note),
            "text": note.text,
            "pinned": note.pinned,
            "author": authors.get(note.pk, ""),
        }
        for note in found
    ]


def _answer(response: HttpResponse, note: Note) -> dict[str, Any]:
    response["ETag"] = conditions.tag(note)
    [out] = _out([note])
    return out


def _created(
    request: Request, response: HttpResponse, record: Customer | Contact, *, data: NoteIn
) -> dict[str, Any]:
    try:
        note = notes.add_note(request.actor, record, **data.model_dump(exclude_unset=True))
    except Conflict as conflict:
        raise conflicts.problem(conflict) from conflict
    return _answer(response, note)


def _changed(
    request: Request, response: HttpResponse, note: Note, *, data: NotePatch
) -> dict[str, Any]:
    version = conditions.wanted_version(request, note)
    given = data.model_dump(exclude_unset=True)
    try:
        row = notes.change_note(request.actor, note, version=version, **given)
    except Conflict as conflict:
        raise conflicts.problem(conflict) from conflict
    return _answer(response, row)


def _deleted(request: Request, note: Note) -> None:
    conditions.require_present(request, note)
    notes.delete_note(request.actor, note)
