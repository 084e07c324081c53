"""Custom values beside the fields of a record, each under a name of its own: `custom.discount`.

Histories, conflicts and changes of many tell them one by one, as they tell the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from klientel.services.customfields.kinds import VALUES

PREFIX: Final = f"{VALUES}."


class Flat(dict[str, Any]):
    """What has no custom value under a name has None there."""

    def __missing__(self, name: str) -> None:
        if not name.startswith(PREFIX):
            raise KeyError(name)


def flat(fields: Mapping[str, Any]) -> Flat:
    found = Flat((name, value) for name, value in fields.items() if name != VALUES)
    found.update((f"{PREFIX}{key}", value) for key, value in fields.get(VALUES, {}).items())
    return found


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round, in the shape of `fields.py`."""
    found = {name: value for name, value in values.items() if not name.startswith(PREFIX)}
    if custom := keyed(values):
        found[VALUES] = custom
    return found


def keyed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The custom values alone, by key."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in values.items()
        if name.startswith(PREFIX)
    }


def laid(present: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Values with some of them changed; None takes one away. Always in the same order."""
    mixed = {**present, **changes}
    return {key: mixed[key] for key in sorted(mixed) if mixed[key] is not None}


def columns(
    present: Mapping[str, Any], values: Mapping[str, Any], *, without: Collection[str]
) -> dict[str, Any]:
    """What is to be written of a record, its custom values laid over those it has."""
    found = {name: value for name, value in nested(values).items() if name not in without}
    if VALUES in found:
        found[VALUES] = laid(present, found[VALUES])
    return found
