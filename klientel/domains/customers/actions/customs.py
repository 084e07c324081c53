"""Custom values are written while their definitions stay what they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.services.customfields import keeping, reading
from klientel.services.customfields.kinds import VALUES

Errors = dict[str, list[str]]
Rows = Mapping[int, Mapping[str, Any]]  # cleaned fields by place


def hold_of_customers(rows: Rows, errors: Sequence[Errors]) -> None:
    """With the contacts that come with them. Adds what is not there any more to `errors`."""
    for place, path, wrong in _wrong(CUSTOMER, ((n, "", row) for n, row in rows.items())):
        errors[place][path] = wrong
    people = (
        (place, f"contacts.{number}.", contact)
        for place, row in rows.items()
        for number, contact in enumerate(row.get("contacts") or ())
    )
    for place, path, wrong in _wrong(CONTACT, people):
        errors[place][path] = wrong


def hold_of_contacts(rows: Rows, refused: dict[int, Errors]) -> None:
    for place, path, wrong in _wrong(CONTACT, ((n, "", row) for n, row in rows.items())):
        refused.setdefault(place, {})[path] = wrong


def _wrong(
    kind: str, rows: Iterator[tuple[int, str, Mapping[str, Any]]]
) -> Iterator[tuple[int, str, list[str]]]:
    given = [(place, path, row[VALUES]) for place, path, row in rows if row.get(VALUES)]
    if not given:
        return
    keys = {key for _place, _path, values in given for key in values}
    found = keeping.changed_since(reading.fields(kind), keys)
    for place, path, values in given:
        for key in values:
            if key in found:
                yield place, f"{path}{VALUES}.{key}", found[key]
