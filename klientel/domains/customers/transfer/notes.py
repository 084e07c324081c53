"""The part of a note that keeps what a file said and no property holds.

One block below a line that reads the same in every language, so that a repeated import finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from klientel.domains.customers.cleaning import LENGTHS
from klientel.foundation.lib import text

LABEL: Final = "— Import —"
MAX: Final = LENGTHS["note"]
CUT: Final = " […]"


def combined(present: str, note: str | None, kept: Mapping[str, str]) -> tuple[str, list[str]]:
    """The new note, and the columns that had to be cut to make it fit.

    `note` replaces what a person wrote above the block; None leaves it.
    """
    head, entries, tail = _apart(present)
    if note:  # what an export wrote has the block in it
        head, more, end = _apart(note)
        tail = end or tail
        for entry in more:
            _put(entries, entry)
    for title, value in kept.items():
        _put(entries, f"{_key(title)}{_indented(value)}")
    cut = _shorten(head, entries, tail) if kept else []
    return _together(head, entries, tail), [title for title in kept if _was_cut(title, cut)]


def _put(entries: list[str], entry: str) -> None:
    """In the place of what the same column said before."""
    key = entry.partition(": ")[0] + ": "
    place = next((n for n, old in enumerate(entries) if old.startswith(key)), None)
    if place is None:
        entries.append(entry)
    else:
        entries[place] = entry


def _was_cut(title: str, cut: list[str]) -> bool:
    return any(entry.startswith(_key(title)) for entry in cut)


def _key(title: str) -> str:
    return f"{title.replace(': ', ' – ')}: "


def _indented(value: str) -> str:
    lines = text.clean(value, multiline=True).split("\n")
    return "\n  ".join(line.strip() for line in lines if line.strip())


def _apart(note: str) -> tuple[str, list[str], str]:
    """What stands above the block, its entries, what stands below it after an empty line."""
    before, label, after = f"\n{note}".partition(f"\n{LABEL}\n")
    if not label:
        return note, [], ""
    block, _gap, tail = after.partition("\n\n")
    entries: list[str] = []
    for line in block.split("\n"):
        if line.startswith("  ") and entries:
            entries[-1] += f"\n{line}"
        else:
            entries.append(line)
    return before.strip("\n"), entries, tail


def _together(head: str, entries: list[str], tail: str) -> str:
    block = "\n".join([LABEL, *entries]) if entries else ""
    return "\n\n".join(part for part in (head, block, tail) if part)


def _shorten(head: str, entries: list[str], tail: str) -> list[str]:
    """Cut the longest entries until the note fits; returns them as they are now."""
    cut: list[str] = []
    while (over := len(_together(head, entries, tail)) - MAX) > 0:
        place = max(range(len(entries)), key=lambda n: len(entries[n]))
        room = len(entries[place]) - over - len(CUT)
        if room < 100 and len(entries[place]) <= 100 + len(CUT):
            break  # what a person wrote is too long in itself; the check of the note says so
        entries[place] = entries[place][: max(room, 100)].rstrip() + CUT
        cut.append(entries[place])
    return cut
