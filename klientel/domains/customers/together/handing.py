"""Primary contacts that leave many customers at once, and who follows them by the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from klientel.domains.customers import successors
from klientel.domains.customers.actions.primaries import held
from klientel.domains.customers.models import Contact
from klientel.domains.customers.purposes import Heirs
from klientel.domains.customers.successors import NEXT, RULE
from klientel.foundation.access import Actor
from klientel.services.bulk.kinds import Difference, Remark, Result, Task

VACATED, HANDED = "vacated", "handed"
REMARKS: Mapping[str, Remark] = {
    VACATED: Remark(
        ngettext_lazy(
            "%(count)s of them is the primary contact of a customer, which then has none.",
            "%(count)s of them are primary contacts of customers, which then have none.",
            "count",
        ),
        _("Take the next active contact by name"),
        {RULE: NEXT},
    ),
    HANDED: Remark(
        ngettext_lazy(
            "%(count)s of them is a primary contact; the next active contact of the customer "
            "by name takes over.",
            "%(count)s of them are primary contacts; the next active contact of each customer "
            "by name takes over.",
            "count",
        ),
        _("Leave them without a primary contact"),
        {RULE: ""},
    ),
}


@dataclass(frozen=True)
class Handing:
    """Who takes the seats of those who leave; nobody where the rule is not wished."""

    heirs: Heirs = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    def tell(self, contact: Contact, result: Result) -> None:
        """What it is to the customer that this one is a primary contact no more."""
        purposes = held(contact)
        if contact.customer_id is None or not purposes:
            return
        heir = self.heirs.get((contact.customer_id, purposes[0]))
        result.remark = VACATED if heir is None else HANDED
        if heir is not None:
            told = [each for each in result.differences if each.field not in purposes]
            name = self.names[heir]
            told += [Difference(purpose, contact.name, name) for purpose in purposes]
            result.differences = told


def handing(actor: Actor, leaving: Sequence[Contact], task: Task) -> Handing:
    if task.wish.given.get(RULE) != NEXT or not any(map(held, leaving)):
        return Handing()
    heirs = successors.following(actor, leaving, besides=task.keys())
    found = Contact.objects.filter(pk__in=set(heirs.values())).defer("note")
    return Handing(heirs, {row.pk: row.name for row in found})
