"""One primary contact per customer and purpose, whoever of them is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from klientel.domains.customers import policy
from klientel.domains.customers.facts import ContactChanged
from klientel.domains.customers.models import Contact
from klientel.domains.customers.purposes import GENERAL, PURPOSES, Heirs, Purpose, Seat
from klientel.foundation.access import Actor, demand
from klientel.foundation.db.rows import Row
from klientel.foundation.lib.sentences import gettext as _

R = TypeVar("R", bound=Row)
Change = tuple[R, dict[str, Any]]
FLAGS = ("main", *PURPOSES)  # of which the rows of one owner have one


def only_active() -> str:
    return _("An inactive contact cannot be the primary one.")


def held(contact: Contact) -> list[Purpose]:
    return [purpose for purpose in PURPOSES if getattr(contact, purpose)]


def is_taken(seat: Seat, *, besides: Collection[int] = ()) -> bool:
    customer, purpose = seat
    holders = Contact.objects.filter(customer=customer, deleted_at=None, **{purpose: True})
    return holders.exclude(pk__in=besides).exists()


class Primaries:
    """Who holds which seat while several contacts are written."""

    def __init__(self, customers: Iterable[int]) -> None:
        live = Contact.objects.filter(customer__in=list(customers), deleted_at=None)
        known: dict[int, Contact] = {}
        self._holders: dict[Seat, Contact] = {}
        for purpose in PURPOSES:  # one by one, as each has its own index
            for found in live.filter(**{purpose: True}).select_for_update():
                contact = known.setdefault(found.pk, found)
                if contact.customer_id is not None:
                    self._holders[contact.customer_id, purpose] = contact
        self._claimed: set[Seat] = set()

    def claim(self, customer: int | None, purpose: Purpose, *, wanted: bool) -> bool:
        """Whether this one takes the seat: when asked for first, or as the first one there is."""
        if customer is None or (customer, purpose) in self._claimed:
            return False
        seat = customer, purpose
        if wanted or (purpose == GENERAL and seat not in self._holders):
            self._claimed.add(seat)
            return True
        return False

    def losing(self, claims: Collection[tuple[int, Purpose]] = ()) -> list[Change[Contact]]:
        """What is taken from those whose seats were claimed, but not by the contacts that
        `claims` names."""
        found: dict[int, Change[Contact]] = {}
        for seat, contact in self._holders.items():
            purpose = seat[1]
            if seat in self._claimed and (contact.pk, purpose) not in claims:
                found.setdefault(contact.pk, (contact, {}))[1][purpose] = False
        return list(found.values())


def heirs(actor: Actor, leaving: Sequence[Contact], wanted: Heirs) -> list[tuple[Contact, Any]]:
    """Who takes over, locked, and what of. Seats that nobody leaves are passed over.

    Raises ValidationError for one who cannot have it.
    """
    left = {(contact.customer_id, purpose) for contact in leaving for purpose in held(contact)}
    seats = {seat: key for seat, key in wanted.items() if seat in left}
    if not seats:
        return []
    live = Contact.objects.visible_to(actor).filter(pk__in=seats.values(), active=True)
    live = live.exclude(pk__in=[contact.pk for contact in leaving])
    found = {row.pk: row for row in live.order_by("pk").select_for_update()}
    taken: dict[int, dict[Purpose, bool]] = {}
    for (customer, purpose), key in seats.items():
        if key not in found or found[key].customer_id != customer:
            sentence = _("Whoever is chosen as primary contact must be an active contact there.")
            raise ValidationError({"successor": [sentence]})
        taken.setdefault(key, {})[purpose] = True
    for row in found.values():
        demand(policy.may_change_contact(actor, row))
    return [(found[key], values) for key, values in taken.items()]


def told_of(taking: Sequence[tuple[Contact, Any]]) -> list[ContactChanged]:
    """Of those who took over: they had it not."""
    return [ContactChanged.of(row, dict.fromkeys(now, False), now) for row, now in taking]


def in_two_steps(changes: Iterable[tuple[R, Mapping[str, Any]]]) -> tuple[list[Change[R]], ...]:
    """First those that give a flag up: the unique key allows one holder at any moment."""
    first: list[Change[R]] = []
    second: list[Change[R]] = []
    for row, values in changes:
        if not any(values.get(flag) for flag in FLAGS):
            first.append((row, dict(values)))
            continue
        given_up = {flag: False for flag in FLAGS if flag in values and not values[flag]}
        if given_up:
            first.append((row, given_up))
        second.append((row, {n: value for n, value in values.items() if n not in given_up}))
    return first, second
