"""Whole numbers in what a browser sends."""

from __future__ import annotations

MOST = 18  # digits: as many as the key of a row may have in every database


def whole(text: str, most: int = MOST) -> int | None:
    """None for what is no number, or a longer one: no page of ours wrote it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None
