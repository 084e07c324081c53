"""People who come in by themselves: their e-mail domain says which organisation they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.core.exceptions import ValidationError

from klientel.domains.customers.choices import ByDomain
from klientel.domains.customers.errors import Outcome
from klientel.domains.customers.fields import LooseContactFields, NewCustomer
from klientel.domains.customers.models import Contact, Customer, DomainRule
from klientel.foundation.access import Actor
from klientel.foundation.lib import domains
from klientel.services.accounts.models import Company
from klientel.services.journal.writing import writing

from . import assigning
from .contacts import add_contacts, clean_contact
from .customers import create_customers


def add_person(actor: Actor, fields: LooseContactFields) -> Contact:
    outcome = add_people(actor, [fields])
    if outcome.refused:
        raise ValidationError(dict(outcome.refused[0]))
    return cast("Contact", outcome.done[0])


def add_people(
    actor: Actor, rows: Sequence[LooseContactFields], *, lenient: bool = False
) -> Outcome:
    """As `add_contacts`; a row that says nothing of a customer follows the rule for domains.

    A `customer_id` of None says: none, whatever the domain.
    """
    actor.require("contacts.add")
    named = {
        place: domain
        for place, row in enumerate(rows)
        if "customer_id" not in row and (domain := domain_of(row))
    }
    with writing(actor):
        owners = _owners(actor, rows, named, lenient=lenient)
        placed = [
            cast("LooseContactFields", {**row, "customer_id": owners[named[place]]})
            if named.get(place) in owners
            else row
            for place, row in enumerate(rows)
        ]
        return add_contacts(actor, placed, lenient=lenient)


def domain_of(row: LooseContactFields) -> str:
    """Of the address the person prefers. One that everybody may have says nothing."""
    emails = row.get("emails") or []
    preferred = [email for email in emails if email.get("preferred")] or emails
    domain = domains.of_email(preferred[0].get("value", "")) if preferred else ""
    return "" if domains.is_public(domain) else domain


def _owners(
    actor: Actor,
    rows: Sequence[LooseContactFields],
    named: Mapping[int, str],
    *,
    lenient: bool,
) -> dict[str, int]:
    """By domain; the new organisations too, where the rule makes some."""
    mode = DomainRule.objects.current() if named else ByDomain.OFF
    if mode == ByDomain.OFF:
        return {}
    visible = Customer.objects.visible_to(actor)
    owners = assigning.owners_of(named.values())
    mine = set(visible.filter(pk__in=owners.values()).values_list("pk", flat=True))
    found = {domain: key for domain, key in owners.items() if key in mine}
    if mode == ByDomain.CREATE and actor.may("customers.add"):
        good = [place for place in named if _is_good(rows[place], lenient=lenient)]
        unknown = {named[place] for place in good} - owners.keys()
        found |= create_organisations(actor, sorted(unknown))
    return found


def _is_good(row: LooseContactFields, *, lenient: bool) -> bool:
    """Nobody who is refused leaves an organisation behind."""
    home = Company.objects.current().country
    return not clean_contact(row, country=home, lenient=lenient)[1]


def create_organisations(actor: Actor, names: Sequence[str]) -> dict[str, int]:
    """One for each of these domains, called by it; their keys."""
    if not names:
        return {}
    outcome = create_customers(
        actor, [NewCustomer(name=domains.readable(name), domains=[name]) for name in names]
    )
    return {names[place]: made.pk for place, made in outcome.done.items()}
