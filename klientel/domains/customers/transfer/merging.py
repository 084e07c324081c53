"""What a row says, laid over what a record holds: only what it says is touched.

A value the record already has stays where it is. Another one takes the place of the value that
stands in its position: the second telephone column that of the second telephone number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from klientel.foundation.lib import emails

from . import notes
from .reading import Said

Item = dict[str, Any]


def merged(
    said: Said, present: Mapping[str, Any], kept: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """The fields to write, lists whole, and the columns whose text was cut to fit the note."""
    fields = {name: value for name, value in said.fields.items() if name != "note"}
    if said.emails:
        wanted = [{"value": value} for value in said.emails]
        fields["emails"] = _merged_list(present.get("emails", ()), wanted, _email_key)
    if said.phones:
        fields["phones"] = _merged_phones(present.get("phones", ()), said.phones)
    if said.addresses:
        fields["addresses"] = _merged_addresses(present.get("addresses", ()), said.addresses)
    note = said.fields.get("note")
    cut: list[str] = []
    if note or kept:
        fields["note"], cut = notes.combined(present.get("note", ""), note, kept)
    return fields, cut


def _email_key(item: Item) -> object:
    return emails.key(item["value"])


def _phone_key(item: Item) -> object:
    return item["value"]


def _merged_list(
    present: Sequence[Mapping[str, Any]], wanted: Sequence[Item], key: Callable[[Item], object]
) -> list[Item]:
    result = [dict(item) for item in present]
    has = {key(item) for item in result}
    asked = {key(item) for item in wanted}
    for place, item in enumerate(wanted):
        if key(item) in has:
            continue
        if place < len(present) and key(result[place]) not in asked:
            result[place] |= item
        else:
            result.append(item)
        has.add(key(item))
    return result


def _merged_phones(
    present: Sequence[Mapping[str, Any]], wanted: Sequence[tuple[str, str]]
) -> list[Item]:
    """Each kind for itself; the order of the others stays."""
    result = [dict(item) for item in present]
    for kind in dict.fromkeys(kind for kind, _value in wanted):
        places = [n for n, item in enumerate(result) if item["kind"] == kind]
        mine = [{"kind": kind, "value": value} for other, value in wanted if other == kind]
        new = _merged_list([result[n] for n in places], mine, _phone_key)
        for place, item in zip(places, new, strict=False):
            result[place] = item
        result += new[len(places) :]
    return result


def _merged_addresses(
    present: Sequence[Mapping[str, Any]], wanted: Mapping[int, Mapping[str, str]]
) -> list[Item]:
    result = [dict(item) for item in present]
    order = sorted(range(len(result)), key=lambda n: not result[n].get("main"))
    for place, parts in sorted(wanted.items()):
        if place < len(order):
            result[order[place]] |= parts
        else:
            result.append({**parts, "main": not result})
    return result
