"""Cells that a spreadsheet would run as a formula: marked going out, unmarked coming in."""

from __future__ import annotations

from typing import Final

MARK: Final = "'"
_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")


def guard(cell: str) -> str:
    """`=1+1` → `'=1+1`; what already looks marked gets a mark more, so that `unguard` is exact."""
    return MARK + cell if cell.lstrip(MARK).startswith(_SIGNS) else cell


def unguard(cell: str) -> str:
    """What stood in the cell before `guard`; any other text unchanged."""
    is_marked = cell.startswith(MARK) and cell.lstrip(MARK).startswith(_SIGNS)
    return cell[1:] if is_marked else cell
