"""What is derived from rows in the same transaction, such as search documents.

`wiring.projections` registers, the unit of work calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Touched = Mapping[str, set[int]]  # model label → keys of rows written
Projector = Callable[[Touched], None]

_projectors: list[Projector] = []


def register(*projectors: Projector) -> None:
    _projectors[:] = projectors


def project(touched: Touched) -> None:
    for projector in _projectors:
        projector(touched)
