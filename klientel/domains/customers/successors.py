"""Who may be the primary contact of a customer instead of one that leaves, and what was chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.foundation.lib.digits import whole

from .models import Contact, Customer
from .purposes import PURPOSES, Purpose, Seat

ASKED = 5  # customers one dialog asks about; for more there is a rule
RULE, NEXT = "successors", "next"
OFFERED = 50  # contacts of each
FIELDS: Mapping[Purpose, str] = {
    "primary": "successor-",
    "primary_technical": "successor-technical-",
    "primary_billing": "successor-billing-",
}
ASKS: Mapping[Purpose, object] = {
    "primary": _("Primary contact of %(name)s instead"),
    "primary_technical": _("Primary contact (technical) of %(name)s instead"),
    "primary_billing": _("Primary contact (billing) of %(name)s instead"),
}


@dataclass(frozen=True)
class Vacancy:
    """A customer whose primary contact for something leaves, and the others it has."""

    customer: Customer
    purpose: Purpose
    candidates: Sequence[Contact]

    @property
    def seat(self) -> Seat:
        return self.customer.pk, self.purpose

    @property
    def field(self) -> str:
        return f"{FIELDS[self.purpose]}{self.customer.pk}"

    @property
    def title(self) -> str:
        return str(ASKS[self.purpose]) % {"name": self.customer.name}


def seats_of(leaving: Sequence[Contact]) -> list[Seat]:
    """Those that are left vacant."""
    return [
        (each.customer_id, purpose)
        for each in leaving
        for purpose in PURPOSES
        if each.customer_id is not None and getattr(each, purpose)
    ]


def vacancies(actor: Actor, leaving: Sequence[Contact]) -> list[Vacancy]:
    """Only where there is somebody to choose, and of few customers; two queries."""
    seats = seats_of(leaving)
    keys = {key for key, _purpose in seats}
    if not keys or len(keys) > ASKED:
        return []
    stays = _staying(actor, leaving).filter(customer__in=keys)
    found: dict[int, list[Contact]] = defaultdict(list)
    for contact in stays.defer("note")[: OFFERED * ASKED]:
        if contact.customer_id is not None:
            found[contact.customer_id].append(contact)
    customers = Customer.objects.visible_to(actor).in_bulk(sorted(found))
    return [
        Vacancy(customers[key], purpose, found[key][:OFFERED])
        for key, purpose in seats
        if key in customers
    ]


@dataclass(frozen=True)
class Rule:
    """Too many customers lose one to ask about each: of how many somebody can follow."""

    followed: int
    unfollowed: int

    @property
    def count(self) -> int:
        return self.followed + self.unfollowed


def rule(actor: Actor, leaving: Sequence[Contact]) -> Rule | None:
    """Where `vacancies` asks nothing, although somebody could follow."""
    keys = {key for key, _purpose in seats_of(leaving)}
    if len(keys) <= ASKED:
        return None
    heirs = {key for key, _purpose in following(actor, leaving)}
    return Rule(len(heirs), len(keys) - len(heirs)) if heirs else None


def following(
    actor: Actor, leaving: Sequence[Contact], *, besides: Collection[int] = ()
) -> dict[Seat, int]:
    """By rule: the next active contact by name of each customer. Those `besides` leave, too.

    Where nobody is left, the seat is not among them.
    """
    seats = seats_of(leaving)
    stays = _staying(actor, leaving)
    theirs = stays.filter(customer=OuterRef("pk")).values("pk")[:1]
    rows = Customer.objects.visible_to(actor).filter(pk__in={key for key, _purpose in seats})
    found = rows.order_by().annotate(heir=Subquery(theirs)).values_list("pk", "heir")
    heirs: dict[int, int | None] = dict(found)
    for key in [key for key, heir in heirs.items() if heir in besides]:
        rest = stays.filter(customer=key).values_list("pk", flat=True).iterator()
        heirs[key] = next((heir for heir in rest if heir not in besides), None)
    return {seat: heir for seat in seats if (heir := heirs.get(seat[0])) is not None}


def _staying(actor: Actor, leaving: Sequence[Contact]) -> QuerySet[Contact]:
    stays = Contact.objects.visible_to(actor).filter(active=True)
    return stays.exclude(pk__in=[each.pk for each in leaving]).order_by("name_fold", "pk")


def chosen(given: Mapping[str, str]) -> dict[Seat, int]:
    """Who takes which seat; who chose nobody is not among them."""
    found: dict[Seat, int] = {}
    for name, value in given.items():
        for purpose, field in FIELDS.items():
            customer, contact = whole(name.removeprefix(field)), whole(value)
            if name.startswith(field) and customer is not None and contact is not None:
                found[customer, purpose] = contact
    return found
