"""E-mail domains: each belongs to one customer; the rule says what that means for new people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from klientel.domains.customers.choices import ByDomain
from klientel.domains.customers.facts import DomainRuleChanged
from klientel.domains.customers.models import DomainRule, EmailDomain
from klientel.foundation.access import Actor
from klientel.foundation.lib import domains
from klientel.services.journal.writing import writing

ONLY = 1


def owners_of(names: Iterable[str]) -> dict[str, int]:
    """The customers these domains belong to."""
    live = EmailDomain.objects.filter(domain__in=set(names), deleted_at=None)
    return dict(live.values_list("domain", "customer_id"))


def refuse_taken(
    rows: Iterable[Mapping[str, Any]],
    errors: Iterable[MutableMapping[str, list[str]]],
    *,
    owners: Sequence[int] = (),
) -> None:
    """A domain belongs to one customer. `owners` are the customers the rows are about."""
    given = list(rows)
    named = {domain for row in given for domain in row.get("domains") or ()}
    if not named:
        return
    taken = owners_of(named)
    for number, (row, found) in enumerate(zip(given, errors, strict=True)):
        own = owners[number] if owners else 0
        for place, domain in enumerate(row.get("domains") or ()):
            if taken.setdefault(domain, own or -number - 1) not in (own, -number - 1):
                sentence = _("%(domain)s belongs to another customer.") % {
                    "domain": domains.readable(domain)
                }
                found.setdefault(f"domains.{place}", []).append(sentence)


def free(rows: Sequence[EmailDomain], *, losing: Iterable[int] = ()) -> list[EmailDomain]:
    """Those of the bin whose domain nobody else has now."""
    names = [row.domain for row in rows]
    live = EmailDomain.objects.filter(domain__in=names, deleted_at=None).exclude(pk__in=losing)
    taken = set(live.values_list("domain", flat=True))
    return [row for row in rows if row.domain not in taken]


def change_domain_rule(actor: Actor, mode: str) -> DomainRule:
    actor.require("customers.change_assigning")
    with writing(actor) as work:
        DomainRule.objects.get_or_create(pk=ONLY)
        found = DomainRule.objects.select_for_update().get(pk=ONLY)
        before, found.mode = found.mode, ByDomain(mode).value
        found.save()
        work.record(DomainRuleChanged(before=before, after=found.mode))
    return found
