"""Deleting marks a record and all that goes with it; restoring brings exactly that back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from klientel.domains.customers.facts import (
    ContactsDeleted,
    ContactsRestored,
    CustomerChanged,
    CustomersDeleted,
    CustomersRestored,
)
from klientel.domains.customers.models import (
    Address,
    Contact,
    ContactPoint,
    Customer,
    EmailDomain,
    Note,
    Tagging,
    TeamMember,
)
from klientel.domains.customers.models.customer import BIN
from klientel.domains.customers.purposes import Heirs, Seat
from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row
from klientel.services.journal.writing import Work, writing

from . import assigning, families, numbering
from .primaries import heirs, held, is_taken, told_of

R = TypeVar("R", bound=Row)
Tell = Callable[[str], object]


def delete_customers(actor: Actor, customers: Iterable[Customer]) -> list[Customer]:
    """With their contacts. Those already deleted are passed over; returns the others."""
    actor.require("customers.delete")
    keys = [customer.pk for customer in customers]
    with writing(actor) as work:
        found = _lock(Customer.objects.filter(pk__in=keys, deleted_at=None))
        if not found:
            return []
        contacts = _lock(Contact.objects.filter(customer__in=found, deleted_at=None))
        _delete_parts(work, found, contacts)
        work.delete(*contacts)
        work.delete(*found)
        work.record(CustomersDeleted.of(found, contacts), *families.freed(work, found))
    return found


@transaction.atomic
def restore_customers(
    actor: Actor,
    customers: Iterable[Customer],
    *,
    tell: Tell = str,
    new_numbers: bool = False,
) -> list[Customer]:
    """Exactly what went with them. Raises ValidationError when a number is taken meanwhile, unless
    those get `new_numbers`.

    `tell` hears of what could not come back as it was, a sentence each.
    """
    actor.require("customers.delete")
    keys = [customer.pk for customer in customers]
    if new_numbers:
        _renumber(actor, keys, tell)
    with writing(actor) as work:
        found = _lock(Customer.objects.filter(BIN, pk__in=keys))
        if clashes := _taken(found):
            raise ValidationError({"number": [taken_sentence(clashes[0].number)]})
        contacts: list[Contact] = []
        for customer in found:
            mine = Q(deleted_batch=customer.deleted_batch)
            went = _lock(Contact.objects.filter(mine, customer=customer).exclude(deleted_at=None))
            owner = Q(customer=customer) | Q(contact__in=[contact.pk for contact in went])
            points = ContactPoint.objects.filter(mine & owner).exclude(deleted_at=None)
            addresses = Address.objects.filter(mine, customer=customer).exclude(deleted_at=None)
            work.restore(*_lock(addresses))
            work.restore(*_lock(points))
            work.restore(*_lock(Note.objects.filter(mine & owner).exclude(deleted_at=None)))
            marks = Tagging.objects.filter(mine & owner).exclude(deleted_at=None)
            work.restore(*_lock(marks))
            domains = EmailDomain.objects.filter(mine, customer=customer).exclude(deleted_at=None)
            work.restore(*_free(_lock(domains), tell))
            team = TeamMember.objects.filter(mine, customer=customer).exclude(deleted_at=None)
            work.restore(*_lock(team))
            contacts += went
        work.restore(*contacts)
        told = families.reunited(work, found)
        work.restore(*found)
        if found:
            work.record(CustomersRestored.of(found, contacts), *told)
    return found


def delete_contacts(
    actor: Actor, contacts: Iterable[Contact], *, successors: Heirs | None = None
) -> list[Contact]:
    """`successors` names who is the primary contact instead of one that goes.

    Raises ValidationError for one who cannot be it.
    """
    actor.require("contacts.delete")
    keys = [contact.pk for contact in contacts]
    with writing(actor) as work:
        found = _lock(Contact.objects.filter(pk__in=keys, deleted_at=None))
        if not found:
            return []
        _delete_parts(work, [], found)
        work.delete(*found)
        taking = heirs(actor, found, successors or {})
        work.update(*taking)
        work.record(ContactsDeleted.of(found), *told_of(taking))
    return found


def restore_contacts(
    actor: Actor, contacts: Iterable[Contact], *, tell: Tell = str
) -> list[Contact]:
    """Raises ValidationError for a contact whose customer is in the bin.

    `tell` hears of what could not come back as it was, a sentence each.
    """
    actor.require("contacts.delete")
    keys = [contact.pk for contact in contacts]
    with writing(actor) as work:
        found = _lock(Contact.objects.filter(BIN, pk__in=keys))
        gone = Customer.objects.filter(contacts__in=found).exclude(deleted_at=None)
        if names := list(gone.values_list("name", flat=True)):
            sentence = _("Restore %(name)s first, the contact belongs there.")
            raise ValidationError({"customer_id": [sentence % {"name": names[0]}]})
        for contact in found:
            went = Q(contact=contact, deleted_batch=contact.deleted_batch, deleted_at__isnull=False)
            work.restore(*_lock(ContactPoint.objects.filter(went)))
            work.restore(*_lock(Note.objects.filter(went)))
            work.restore(*_lock(Tagging.objects.filter(went)))
        _drop_second_primaries(work, found, tell)
        work.restore(*found)
        if found:
            work.record(ContactsRestored.of(found))
    return found


def _delete_parts(work: Work, customers: Sequence[Customer], contacts: Sequence[Contact]) -> None:
    owner = Q(customer__in=customers) | Q(contact__in=contacts)
    work.delete(*_lock(ContactPoint.objects.filter(owner, deleted_at=None)))
    work.delete(*_lock(Note.objects.filter(owner, deleted_at=None)))
    work.delete(*_lock(Tagging.objects.filter(owner, deleted_at=None)))
    work.delete(*_lock(Address.objects.filter(customer__in=customers, deleted_at=None)))
    work.delete(*_lock(EmailDomain.objects.filter(customer__in=customers, deleted_at=None)))
    work.delete(*_lock(TeamMember.objects.filter(customer__in=customers, deleted_at=None)))


def taken_sentence(number: str) -> str:
    return _("The number %(number)s is taken.") % {"number": number}


def _taken(customers: Sequence[Customer]) -> list[Customer]:
    """Also by one of those that come back at the same time."""
    seen: set[str] = set()
    found = []
    for customer in customers:
        if customer.number in seen or number_is_taken(customer):
            found.append(customer)
        seen.add(customer.number)
    return found


def _renumber(actor: Actor, keys: Sequence[int], tell: Tell) -> None:
    """An entry of its own: an undo takes the number back where it lies in the bin again."""
    with writing(actor) as work:
        clashes = _taken(_lock(Customer.objects.filter(BIN, pk__in=keys)))
        if not clashes:
            return
        actor.require("customers.change")
        blank = [Customer(number="") for _customer in clashes]
        numbering.assign_numbers(blank)
        for customer, fresh in zip(clashes, blank, strict=True):
            old, new = customer.number, fresh.number
            work.update((customer, {"number": new}))
            work.record(CustomerChanged.of(customer, {"number": old}, {"number": new}))
            names = {"name": customer.name, "number": new, "old": old}
            tell(_("%(name)s has the number %(number)s now, as %(old)s is taken.") % names)


def number_is_taken(customer: Customer) -> bool:
    """Whether another living customer has the number of this one."""
    live = Customer.objects.filter(number=customer.number, deleted_at=None)
    return live.exclude(pk=customer.pk).exists()


def _free(domains: Sequence[EmailDomain], tell: Tell) -> list[EmailDomain]:
    """Those that nobody else has by now."""
    found = assigning.free(domains)
    for row in domains:
        if row not in found:
            tell(_("%(domain)s belongs to another customer.") % {"domain": row.domain})
    return found


def _drop_second_primaries(work: Work, contacts: Sequence[Contact], tell: Tell) -> None:
    """A restored contact gives way to the one that became primary meanwhile."""
    seen: set[Seat] = set()
    for contact in contacts:
        if contact.customer_id is None:
            continue
        seats: list[Seat] = [(contact.customer_id, purpose) for purpose in held(contact)]
        taken = [seat for seat in seats if seat in seen or is_taken(seat)]
        if taken:
            work.update((contact, {purpose: False for _customer, purpose in taken}))
            tell(_("Another contact is the primary one now."))
        seen.update(seats)


def _lock(queryset: QuerySet[R]) -> list[R]:
    return list(queryset.order_by("pk").select_for_update())
