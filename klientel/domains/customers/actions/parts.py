"""Phones, e-mail addresses and addresses: made with their owner, later brought in line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from klientel.domains.customers.choices import PHONE_KINDS, PointKind
from klientel.domains.customers.fields import AddressFields
from klientel.domains.customers.models import Address, Contact, ContactPoint, Customer, EmailDomain
from klientel.foundation.db.rows import Row
from klientel.services.journal.writing import Work

R = TypeVar("R", bound=Row)
TEAM = frozenset({"team", "staff_teams"})
LISTS = frozenset({"emails", "phones", "addresses", "domains", "tags", "contacts"}) | TEAM


@dataclass
class Plan:
    """Writes of one model for many owners, in the order the unique keys need."""

    delete: list[Row] = field(default_factory=list)
    update: list[tuple[Row, dict[str, Any]]] = field(default_factory=list)
    insert: list[Row] = field(default_factory=list)

    def write(self, work: Work) -> None:
        work.delete(*self.delete)
        # First those that give the flag up: the unique key allows one main address at any moment.
        work.update(*sorted(self.update, key=lambda pair: bool(pair[1].get("main"))))
        work.insert(*self.insert)


def points(owner: Customer | Contact, fields: Mapping[str, Any]) -> list[ContactPoint]:
    """The contact points a new owner begins with."""
    mine = owner_of(owner)
    return [ContactPoint.make(**mine, **values) for values in _wanted_points(fields)]


def addresses(owner: Customer, wanted: Sequence[AddressFields]) -> list[Address]:
    return [
        Address.make(customer_id=owner.pk, place=place, **values)
        for place, values in enumerate(wanted)
    ]


def domains(owner: Customer, wanted: Sequence[str]) -> list[EmailDomain]:
    return [
        EmailDomain.make(customer_id=owner.pk, domain=domain, place=place)
        for place, domain in enumerate(wanted)
    ]


def sync_domains(
    plan: Plan, owner: Customer, *, present: Sequence[EmailDomain], wanted: Sequence[str]
) -> None:
    """None takes the place of another: a domain is what it is."""
    known = {row.domain: row for row in present}
    plan.delete += [row for row in present if row.domain not in wanted]
    for row in domains(owner, wanted):
        if row.domain in known:
            plan.update.append((known[row.domain], {"place": row.place}))
        else:
            plan.insert.append(row)


def main_address(wanted: Sequence[AddressFields]) -> dict[str, str]:
    """What the customer's own row keeps of its main address."""
    main = next((address for address in wanted if address["main"]), AddressFields())
    return {name: main.get(name, "") for name in ("city", "postal_code", "country")}  # type: ignore[misc]  # all are text


def sync_points(
    plan: Plan,
    owner: Customer | Contact,
    *,
    present: Sequence[ContactPoint],
    fields: Mapping[str, Any],
) -> None:
    """Bring the kinds named in `fields` in line with its lists."""
    kinds = {PointKind.EMAIL.value} if "emails" in fields else set()
    if "phones" in fields:
        kinds |= {kind.value for kind in PHONE_KINDS}
    mine = [point for point in present if point.kind in kinds]
    for point, values in _paired(mine, _wanted_points(fields), ("kind", "value")):
        if point is None and values is not None:
            plan.insert.append(ContactPoint.make(**owner_of(owner), **values))
        else:
            _plan(plan, point, values)


def sync_addresses(
    plan: Plan,
    owner: Customer,
    *,
    present: Sequence[Address],
    wanted: Sequence[AddressFields],
) -> None:
    numbered = [{**values, "place": place} for place, values in enumerate(wanted)]
    for address, values in _paired(present, numbered, ("purpose", "street", "postal_code")):
        if address is None and values is not None:
            plan.insert.append(Address.make(customer_id=owner.pk, **values))
        else:
            _plan(plan, address, values)


def _plan(plan: Plan, row: Row | None, values: dict[str, Any] | None) -> None:
    if row is not None and values is None:
        plan.delete.append(row)
    elif row is not None and values is not None:
        plan.update.append((row, values))


def _wanted_points(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted = [{**phone, "place": place} for place, phone in enumerate(fields.get("phones") or ())]
    wanted += [
        {**email, "kind": PointKind.EMAIL.value, "place": place}
        for place, email in enumerate(fields.get("emails") or ())
    ]
    return wanted


def owner_of(owner: Customer | Contact) -> dict[str, int | None]:
    is_customer = isinstance(owner, Customer)
    return {
        "customer_id": owner.pk if is_customer else None,
        "contact_id": None if is_customer else owner.pk,
    }


def _paired(
    present: Sequence[R], wanted: Sequence[dict[str, Any]], identity: Sequence[str]
) -> list[tuple[R | None, dict[str, Any] | None]]:
    """Equal ones belong together; of the others, a changed one takes the place of an old one."""
    rows, values = list(present), list(wanted)
    pairs: list[tuple[R | None, dict[str, Any] | None]] = []
    for value in wanted:
        same = next((r for r in rows if all(getattr(r, n) == value[n] for n in identity)), None)
        if same is not None:
            rows.remove(same)
            values.remove(value)
            pairs.append((same, value))
    count = max(len(rows), len(values))
    rest_rows: list[R | None] = [*rows, *[None] * (count - len(rows))]
    rest_values: list[dict[str, Any] | None] = [*values, *[None] * (count - len(values))]
    return pairs + list(zip(rest_rows, rest_values, strict=True))
