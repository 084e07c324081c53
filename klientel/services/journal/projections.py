"""What is derived from rows in the same transaction, such as search documents.

`wiring.projections` registers, the unit of work calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from klientel.foundation.db.rows import Row


@dataclass(frozen=True)
class Touched:
    """The rows an act wrote."""

    keys: Mapping[str, set[int]]  # by model label
    # Those it inserted, as they are in the table, in the order of their keys; nothing if it
    # changed any row besides.
    inserted: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    # What rows pointed to before they were moved elsewhere, by the model pointed to.
    left: Mapping[str, set[int]] = field(default_factory=dict)


Projector = Callable[[Touched], None]

_projectors: list[Projector] = []


def register(*projectors: Projector) -> None:
    _projectors[:] = projectors


def project(touched: Touched) -> None:
    for projector in _projectors:
        projector(touched)
