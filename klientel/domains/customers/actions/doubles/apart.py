"""Records that somebody said are not the same: remembered, also by later runs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from django.core.exceptions import ValidationError

from klientel.domains.customers.actions.uniting.merge import MOST
from klientel.domains.customers.facts import ToldApart
from klientel.domains.customers.models import Contact, Customer, Distinct
from klientel.domains.customers.models.doubles import Of
from klientel.foundation.access import Actor
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.writing import writing


def tell_apart(actor: Actor, of: Of, keys: Iterable[int]) -> list[Distinct]:
    """Each of these from each; those that were told apart before are passed over.

    Raises ValidationError for records that are gone or not seen, and for less than two.
    """
    actor.require(f"{of.value}.merge")
    wanted = sorted(set(keys))
    if not 2 <= len(wanted) <= MOST:
        raise ValidationError(_("Choose from two to %(count)s records.") % {"count": MOST})
    with writing(actor) as work:
        seen = _seen(actor, of, wanted)
        if seen != set(wanted):
            raise ValidationError(_("One of them has been deleted or merged meanwhile."))
        there = Distinct.objects.filter(of=of, first__in=wanted, second__in=wanted, deleted_at=None)
        known = set(there.select_for_update().values_list("first", "second"))
        rows = [
            Distinct(of=of.value, first=first, second=second)
            for first, second in combinations(wanted, 2)
            if (first, second) not in known
        ]
        work.insert(*rows)
        if rows:
            work.record(ToldApart(of=of.value, keys=tuple(wanted)))
    return rows


def _seen(actor: Actor, of: Of, keys: list[int]) -> set[int]:
    """Locked in the order of their keys: of two who say the same one waits for the other."""
    if of == Of.CUSTOMERS:
        customers = Customer.objects.visible_to(actor).filter(pk__in=keys).order_by("pk")
        return {row.pk for row in customers.select_for_update(of=("self",))}
    contacts = Contact.objects.visible_to(actor).filter(pk__in=keys).order_by("pk")
    return {row.pk for row in contacts.select_for_update(of=("self",))}
