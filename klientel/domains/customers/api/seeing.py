"""`customers/{id}/access` and `contacts/{id}/access`: who sees it, and through what."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.seeing import Kind, who_sees
from klientel.foundation.access import Request, requires
from klientel.foundation.rest.schemas import Output
from klientel.services.accounts.choices import Role

customers = Router(tags=["customers"])
contacts = Router(tags=["contacts"])


class WayOut(Output):
    kind: Kind
    team: str = Field(description="Of the staff; empty unless it is the way.")


class SeerOut(Output):
    user_id: int
    name: str
    role: Role
    may_edit: bool
    ways: list[WayOut]


class AccessOut(Output):
    items: list[SeerOut]
    others: int = Field(description="Colleagues who can sign in and do not see it.")


@customers.get("/{int:customer_id}/access", response=AccessOut, summary="Who sees it")
@requires("customers.view")
def customer_access(request: Request, customer_id: int) -> Any:
    """Everybody who sees this customer, through their role or as one who looks after it."""
    return _out(get_object_or_404(Customer.objects.visible_to(request.actor), pk=customer_id))


@contacts.get("/{int:contact_id}/access", response=AccessOut, summary="Who sees it")
@requires("contacts.view")
def contact_access(request: Request, contact_id: int) -> Any:
    """Everybody who sees this contact, through their role or its customer."""
    found = Contact.objects.visible_to(request.actor).select_related("customer")
    return _out(get_object_or_404(found, pk=contact_id))


def _out(record: Customer | Contact) -> dict[str, Any]:
    seen = who_sees(record)
    items = [
        {
            "user_id": seer.user.pk,
            "name": seer.user.name,
            "role": seer.user.role,
            "may_edit": seer.may_edit,
            "ways": [{"kind": way.kind, "team": way.team} for way in seer.ways],
        }
        for seer in seen.seers
    ]
    return {"items": items, "others": seen.others}
