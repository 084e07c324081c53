"""What the command palette offers: every page and action of the frame, by any of its names.

Nothing is listed here. The entries are those of the left bar, of the *Add* menu, of the buttons
above lists and of the settings, with the other names they go by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import text

from .menu import MENU, Entry, may_open, url_of

MOST: Final = 7
WHOLE, BEGINS, WORDS = range(3)  # how what was typed fits a name


@dataclass(frozen=True)
class Command:
    title: str
    icon: str
    url: str
    names: tuple[str, ...]  # by which it is found, folded


def commands(actor: Actor) -> list[Command]:
    """Each address once, under its first title and found by all of its names."""
    found: dict[str, Command] = {}
    for title, entry in entries():
        url = url_of(entry.url_name)
        if not url or not may_open(actor, entry.permission):
            continue
        words = (title, str(entry.title), *map(str, entry.aliases))
        folded = tuple(dict.fromkeys(fold for word in words for fold in text.folds(word)))
        known = found.get(url)
        if known is None:
            found[url] = Command(title, entry.icon, url, folded)
        else:
            names = tuple(dict.fromkeys((*known.names, *folded)))
            found[url] = Command(known.title, known.icon, url, names)
    return list(found.values())


def entries() -> Iterable[tuple[str, Entry]]:
    """Each with the title it has here."""
    for entry in (*MENU.main, *MENU.actions):
        yield str(entry.title), entry
    for under, those in (
        (_("Add"), MENU.add),
        (_("Tools"), MENU.tools),
        ("", MENU.foot),
        (_("Settings"), MENU.sections()),
    ):
        for entry in those:
            yield f"{under} › {entry.title}" if under else str(entry.title), entry


def matching(actor: Actor, typed: str) -> list[Command]:
    """Those whose names have words that begin as the typed ones do; the closest first."""
    wanted = [fold for fold in text.folds(typed) if _words(fold)]
    ranked = [
        (best, place, command)
        for place, command in enumerate(commands(actor))
        if (best := _fit(command, wanted)) is not None
    ]
    return [command for _best, _place, command in sorted(ranked, key=lambda each: each[:2])][:MOST]


def _fit(command: Command, wanted: Sequence[str]) -> int | None:
    if not wanted:
        return WHOLE
    fits = (_fits(_words(name), _words(fold)) for name in command.names for fold in wanted)
    return min((fit for fit in fits if fit is not None), default=None)


def _fits(name: Sequence[str], wanted: Sequence[str]) -> int | None:
    if not all(any(word.startswith(each) for word in name) for each in wanted):
        return None
    if list(name) == list(wanted):
        return WHOLE
    return BEGINS if " ".join(name).startswith(" ".join(wanted)) else WORDS


def _words(folded: str) -> list[str]:
    """Without the signs between the steps of a way: `Add › Customer`, `Add > Customer`."""
    words = (word.strip("+›>“”„\"'…") for word in folded.split())
    return [word for word in words if word]
