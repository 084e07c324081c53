"""Two people at one form: the version it was filled for, and what to do where both changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klientel.domains.customers import custom
from klientel.domains.customers.display import Words, label
from klientel.domains.customers.errors import Conflict
from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row
from klientel.foundation.db.rows import label as row_label
from klientel.foundation.lib.digits import whole
from klientel.services.journal import queries as journal


@dataclass(frozen=True)
class ClashRow:
    name: str  # of the radio buttons
    label: str
    mine: str
    theirs: str


class Edit:
    """`version` is the one the form was opened with. After a conflict `seen` is the newer one that
    was shown beside it, and a choice stands for each field in question."""

    def __init__(self, data: Mapping[str, str] | None, row: Row, *, prefix: str = "") -> None:
        self.prefix = f"{prefix}-" if prefix else ""
        given = data or {}
        self.version = _version(given.get(f"{self.prefix}version", ""), row.version)
        self.seen = _version(given.get(f"{self.prefix}seen", ""), self.version)
        start = f"{self.prefix}keep_"
        self.keep = {n.removeprefix(start): v for n, v in given.items() if n.startswith(start)}
        self.who = ""
        self.clashes: list[ClashRow] = []
        self.is_gone = row.deleted_at is not None

    def split(self, values: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
        """The values to write, each with the version they answer to."""
        flat = custom.flat(values)
        mine = custom.nested({n: v for n, v in flat.items() if self.keep.get(n) == "mine"})
        rest = custom.nested({n: v for n, v in flat.items() if n not in self.keep})
        return [(self.version, rest), (self.seen, mine)] if mine else [(self.version, rest)]

    def clash(self, actor: Actor, conflict: Conflict, *, words: Words) -> None:
        """Somebody else was quicker: say who, and show both values of every field."""
        subject = (row_label(type(conflict.row)), conflict.row.pk)
        newest = journal.timeline(actor, subject, limit=1)
        self.who = newest[0].actor if newest else ""
        self.is_gone = not conflict.clashes
        self.seen = conflict.row.version
        self.clashes = [
            ClashRow(
                name=f"{self.prefix}keep_{clash.field}",
                label=label(clash.field),
                mine=words.say(clash.field, clash.mine),
                theirs=words.say(clash.field, clash.theirs),
            )
            for clash in conflict.clashes
        ]


def _version(given: str, otherwise: int) -> int:
    found = whole(given)
    return otherwise if found is None else found
