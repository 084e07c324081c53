"""Customer numbers: drawn from the range in the transaction that uses them, never drawn twice."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from klientel.domains.customers.facts import NumberRangeChanged
from klientel.domains.customers.models import Customer, NumberRange
from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.services.journal.writing import writing

ONLY = 1


def assign_numbers(customers: Sequence[Customer]) -> None:
    """Give those without a number the next free ones. Called inside `writing`."""
    open_ones = [customer for customer in customers if not customer.number]
    if not open_ones:
        return
    NumberRange.objects.get_or_create(pk=ONLY)
    found = NumberRange.objects.select_for_update().get(pk=ONLY)
    given = {customer.number for customer in customers if customer.number}
    while open_ones:
        drawn = _draw(found, len(open_ones))
        used = given | taken(drawn)
        free = [number for number in drawn if number not in used]
        for customer, number in zip(open_ones, free, strict=False):
            customer.number = number
        open_ones = open_ones[len(free) :]
    found.save()


def _draw(found: NumberRange, count: int) -> list[str]:
    drawn = []
    for _number in range(count):
        drawn.append(str(found))
        found.next += 1
    return drawn


def taken(numbers: Sequence[str]) -> set[str]:
    """Which of these belong to a customer, also to one in the bin: numbers are never used again."""
    return {
        number
        for piece in bulk.pieces(numbers, 900)
        for is_live in (True, False)  # each has its own index
        for number in Customer.objects.filter(
            number__in=piece, deleted_at__isnull=is_live
        ).values_list("number", flat=True)
    }


def change_number_range(actor: Actor, *, prefix: str, next_number: int, digits: int) -> NumberRange:
    """Set where the next customer numbers come from. Raises ValidationError."""
    actor.require("customers.change_numbering")
    prefix = prefix.strip()
    if len(prefix) > 10 or not prefix.isprintable():
        raise ValidationError({"prefix": [_("At most %(count)s characters.") % {"count": 10}]})
    if not 1 <= next_number <= 10**15:
        raise ValidationError({"next_number": [_("Enter a number above zero.")]})
    if not 1 <= digits <= 12:
        raise ValidationError({"digits": [_("Enter a number from 1 to 12.")]})
    with writing(actor) as work:
        NumberRange.objects.get_or_create(pk=ONLY)
        found = NumberRange.objects.select_for_update().get(pk=ONLY)
        before = str(found)
        found.prefix, found.next, found.digits = prefix, next_number, digits
        found.save()
        work.record(NumberRangeChanged(before=before, after=str(found)))
    return found
