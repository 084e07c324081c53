"""`customers/{id}/logo` and `contacts/{id}/picture`: fetch, set, remove."""

# Annotations are read at run time by ninja, so they are not postponed here.
import io
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Request, requires
from klientel.foundation.rest.problems import Problem
from klientel.services.files import pictures, queries, serving
from klientel.services.files.actions import attaching
from klientel.services.journal.facts import Subject

of_customers = Router(tags=["customers"])
of_contacts = Router(tags=["contacts"])

TAKEN = ("image/jpeg", "image/png", "image/webp", "image/gif")
BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
PICTURE: dict[str, Any] = {"responses": {200: {"content": {"image/webp": BYTES}}}}
SENT: dict[str, Any] = {
    "requestBody": {"required": True, "content": dict.fromkeys(TAKEN, BYTES)},
}


@of_customers.get("/{int:customer_id}/logo", summary="Fetch its logo", openapi_extra=PICTURE)
@requires("customers.view")
def customer_logo(request: Request, customer_id: int) -> Any:
    """Square, at most 512 pixels wide. 404 while there is none."""
    return _fetched(request, _customer(request, customer_id))


@of_customers.put(
    "/{int:customer_id}/logo", response={204: None}, summary="Set its logo", openapi_extra=SENT
)
@requires("customers.change")
def customer_logo_set(request: Request, customer_id: int) -> Any:
    """The body is the picture, up to 10 megabytes. Cut square and drawn anew; can be undone."""
    _set(request, _customer(request, customer_id))


@of_customers.delete("/{int:customer_id}/logo", response={204: None}, summary="Remove its logo")
@requires("customers.change")
def customer_logo_remove(request: Request, customer_id: int) -> Any:
    """Done as well when there is none. The batch can be undone."""
    attaching.remove_picture(request.actor, _customer(request, customer_id))


@of_contacts.get(
    "/{int:contact_id}/picture", summary="Fetch the profile picture", openapi_extra=PICTURE
)
@requires("contacts.view")
def contact_picture(request: Request, contact_id: int) -> Any:
    """Square, at most 512 pixels wide. 404 while there is none."""
    return _fetched(request, _contact(request, contact_id))


@of_contacts.put(
    "/{int:contact_id}/picture",
    response={204: None},
    summary="Set the profile picture",
    openapi_extra=SENT,
)
@requires("contacts.change")
def contact_picture_set(request: Request, contact_id: int) -> Any:
    """The body is the picture, up to 10 megabytes. Cut square and drawn anew; can be undone."""
    _set(request, _contact(request, contact_id))


@of_contacts.delete(
    "/{int:contact_id}/picture", response={204: None}, summary="Remove the profile picture"
)
@requires("contacts.change")
def contact_picture_remove(request: Request, contact_id: int) -> Any:
    """Done as well when there is none. The batch can be undone."""
    attaching.remove_picture(request.actor, _contact(request, contact_id))


def _customer(request: Request, key: int) -> Subject:
    return CUSTOMER, get_object_or_404(Customer.objects.visible_to(request.actor), pk=key).pk


def _contact(request: Request, key: int) -> Subject:
    return CONTACT, get_object_or_404(Contact.objects.visible_to(request.actor), pk=key).pk


def _fetched(request: Request, subject: Subject) -> Any:
    found = queries.picture_of(request.actor, subject)
    if found is None:
        raise Http404
    return serving.as_picture(found)


def _set(request: Request, subject: Subject) -> None:
    is_empty = not request.content_type and not request.META.get("CONTENT_LENGTH")
    if request.content_type not in TAKEN and not is_empty:
        raise Problem(415, _("Send %(kind)s.") % {"kind": ", ".join(TAKEN)})
    sent = io.BytesIO(request.read(pictures.BYTES + 1))
    attaching.set_picture(request.actor, subject, sent)
