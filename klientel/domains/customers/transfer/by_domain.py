"""The customer a row belongs to that names none: the one its e-mail domain belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from klientel.domains.customers.actions import arriving, assigning
from klientel.domains.customers.choices import ByDomain
from klientel.domains.customers.models import Customer, DomainRule
from klientel.foundation.access import Actor
from klientel.foundation.lib import domains
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.transfer.importers import Difference

from .reading import FileRow


@dataclass(frozen=True)
class Home:
    key: int | None  # of one that is there
    name: str
    country: str
    domain: str

    def told(self) -> Difference:
        return Difference(str(_("Customer")), "", f"{self.name} (@{self.domain})")


class Homes:
    """As the rule says it for whoever comes in: two queries a chunk, however many rows it has."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        mode = DomainRule.objects.current()
        self._is_on = mode != ByDomain.OFF
        self._makes_new = mode == ByDomain.CREATE and actor.may("customers.add")
        self._by_row: dict[int, Home] = {}

    def learn(self, rows: Iterable[FileRow]) -> None:
        """Of a chunk: these are the rows that name no customer."""
        self._by_row = {}
        named = {row.row: domain for row in rows if self._is_on and (domain := _domain_of(row))}
        owners = assigning.owners_of(named.values()) if named else {}
        live = Customer.objects.visible_to(self.actor).only("name", "country")
        customers = live.in_bulk(sorted(set(owners.values()))) if owners else {}
        for row, domain in named.items():
            if (customer := customers.get(owners.get(domain, 0))) is not None:
                self._by_row[row] = Home(customer.pk, customer.name, customer.country, domain)
            elif self._makes_new and domain not in owners:
                self._by_row[row] = Home(None, domain, "", domain)

    def make(self, rows: Iterable[FileRow]) -> dict[int, int]:
        """The organisations these rows need that are not there yet, by row."""
        homes = {row.row: home for row in rows if (home := self.of(row)) and home.key is None}
        names = sorted({home.domain for home in homes.values()})
        made = arriving.create_organisations(self.actor, names)
        return {row: made[home.domain] for row, home in homes.items() if home.domain in made}

    def of(self, row: FileRow) -> Home | None:
        return self._by_row.get(row.row)


def _domain_of(row: FileRow) -> str:
    """Of the address that will be the preferred one; one everybody may have says nothing."""
    domain = domains.of_email(next(iter(row.said.emails), ""))
    return "" if domains.is_public(domain) else domain
