"""How the new values of customers are written: their columns, what hangs on them, and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from klientel.domains.customers import custom, queries
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.facts import CustomerChanged
from klientel.domains.customers.models import Customer
from klientel.foundation.db.rows import Row
from klientel.services.journal.writing import Work

from . import colleagues, families, parts, references, tagging
from .colleagues import Colleagues
from .families import Families


def locked(keys: Sequence[int], numbers: Iterable[str]) -> dict[int, Customer]:
    """The present rows, locked until the transaction ends, with those whose numbers they name.

    One that is gone meanwhile conflicts.
    """
    named = Q(number__in={number for number in numbers if number})
    found = {row.pk: row for row in families.lock(Q(pk__in=keys) | named)}
    for key in keys:
        if key not in found:
            raise Conflict(Customer.objects.get(pk=key), [])
    return {key: found[key] for key in keys}


def write_changes(
    work: Work,
    rows: Mapping[int, Customer],
    *,
    before: Mapping[int, Mapping[str, Any]],
    wanted: Mapping[int, dict[str, Any]],
    known: Colleagues,
    kin: Families,
) -> None:
    lists = references.complete(wanted, before)
    refs = references.References(references.words(work, lists.values()), known)
    points, places, domains, team = (parts.Plan() for _kind in range(4))
    old_points = queries.points_of("customer", wanted)
    old_places = queries.addresses_of(wanted)
    old_domains = queries.domains_of(k for k, values in wanted.items() if "domains" in values)
    old_team = queries.team_of(k for k, values in wanted.items() if parts.TEAM & values.keys())
    pairs: list[tuple[Row, dict[str, Any]]] = []
    for key, values in wanted.items():
        row = rows[key]
        columns = custom.columns(row.custom, values, without=references.ALL | parts.LISTS)
        columns |= refs.columns({**values, **lists.get(key, {})}) | kin.columns(values)
        if "addresses" in values:
            columns |= parts.main_address(values["addresses"])
            parts.sync_addresses(places, row, present=old_places[key], wanted=values["addresses"])
        if "domains" in values:
            parts.sync_domains(domains, row, present=old_domains[key], wanted=values["domains"])
        colleagues.sync_members(
            team, row, present=old_team.get(key, []), fields=values, known=known
        )
        parts.sync_points(points, row, present=old_points[key], fields=values)
        pairs.append((row, columns))
    work.update(*pairs)
    for plan in (points, places, domains, team):
        plan.write(work)
    tagging.sync(work, "customer", rows, wanted=wanted)
    fresh = Customer.objects.in_bulk(list(wanted))
    for key, row in fresh.items():
        rows[key].version = row.version
    numbers = {
        key: (before[key]["number"], values["number"])
        for key, values in wanted.items()
        if "number" in values
    }
    told = [*families.renumbered(work, numbers), *kin.told()]
    changed = [CustomerChanged.of(rows[k], before[k], values) for k, values in wanted.items()]
    work.record(*changed, *told)
