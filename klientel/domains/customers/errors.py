"""What the actions of this domain raise besides Django's own families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klientel.foundation.db.rows import Row


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: its value at first, here and there."""

    field: str
    base: Any
    mine: Any
    theirs: Any


class Conflict(Exception):
    """Someone else changed the same fields since the version one began with."""

    def __init__(self, row: Row, clashes: list[Clash]) -> None:
        super().__init__(f"{row} {[clash.field for clash in clashes]}")
        self.row = row
        self.clashes = clashes


@dataclass(frozen=True)
class Outcome:
    """What became of each row of a bulk action, by its place in the list given."""

    done: Mapping[int, Row]
    same: Mapping[int, Row]
    refused: Mapping[int, Mapping[str, list[str]]]
