"""What somebody had before: pages, actions and records, told by the addresses their browser kept.

The browser keeps addresses and no names. What they mean is looked up anew each time, as this actor
sees it now, so what somebody may no longer see is gone from here with the same request.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from klientel.foundation.access import Actor
from klientel.foundation.ui import commands
from klientel.foundation.ui.commands import Command
from klientel.foundation.ui.menu import url_of

from .finding import Finder, Hit, finders

SHOWN: Final = 6
READ: Final = 30  # addresses


def recent(actor: Actor, kept: str) -> list[Command | Hit]:
    """The last first. `kept` are addresses with commas between; those of nothing are left out."""
    addresses = kept.split(",")[:READ]
    known = {command.url: command for command in commands.commands(actor)}
    records = _records(actor, addresses)
    found: dict[str, Command | Hit] = {}
    for address in addresses:
        thing = known.get(address) or records.get(address)
        if thing is not None:
            found.setdefault(thing.url, thing)
    return list(found.values())[:SHOWN]


def _records(actor: Actor, addresses: Sequence[str]) -> dict[str, Hit]:
    """By the address that was open: of the record itself or of a page below it."""
    found: dict[str, Hit] = {}
    for finder in finders():
        if actor.may(finder.permission):
            found |= _of_kind(actor, finder, addresses)
    return found


def _of_kind(actor: Actor, finder: Finder[Any], addresses: Sequence[str]) -> dict[str, Hit]:
    below = re.compile(rf"{re.escape(url_of(finder.url_name))}/(\d{{1,18}})(?:/|$)")
    keys = {each: int(match[1]) for each in addresses if (match := below.match(each))}
    if not keys:
        return {}
    rows = finder.rows(actor).in_bulk(set(keys.values()))
    hits = {hit.key: hit for hit in finder.hits(actor, list(rows.values()))}
    return {address: hits[key] for address, key in keys.items() if key in hits}
