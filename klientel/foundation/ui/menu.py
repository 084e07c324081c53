"""Entries of the frame and the actions of lists, filtered by what the actor may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from klientel.foundation.access import PUBLIC, SIGNED_IN, Actor

Text = str | Promise
How = Literal["dialog", "page", "post"]
Fits = Literal["one", "many", "any"]


@dataclass(frozen=True)
class Entry:
    """A line of the left bar or of the *Add* menu, a button above a list, a tab of the settings."""

    title: Text
    url_name: str
    icon: str
    permission: str = SIGNED_IN
    prefix: str = ""  # marks the entry as current on every page below; empty: its own URL
    key: str = ""
    aliases: tuple[Text, ...] = ()  # other names by which people look for it
    go: str = ""  # the letter that leads there after `g`


@dataclass(frozen=True)
class Action:
    """Something to do with selected rows; feeds action panel and context menu alike."""

    title: Text
    icon: str
    url_name: str
    permission: str
    how: How = "page"
    fits: Fits = "any"
    tone: Literal["", "danger"] = ""
    key: str = ""
    is_minor: bool = False  # the first to go into the menu where the panel is too narrow


@dataclass(frozen=True)
class BoundAction:
    title: str
    icon: str
    url: str
    how: How
    fits: Fits
    tone: str
    key: str
    is_minor: bool = False


@dataclass(frozen=True)
class Person:
    """URL names behind the person menu; what is not built is left empty."""

    profile: str = ""
    language: str = ""  # receives `language` and `next` by POST
    appearance: str = ""  # receives `theme` and `next` by POST
    sign_out: str = ""


@dataclass(frozen=True)
class Item:
    title: str
    url: str
    icon: str
    is_current: bool
    key: str = ""
    go: str = ""


@dataclass
class Menu:
    """What the wiring hangs into the frame."""

    main: Sequence[Entry] = field(default_factory=list)
    tools: Sequence[Entry] = field(default_factory=list)
    foot: Sequence[Entry] = field(default_factory=list)
    add: Sequence[Entry] = field(default_factory=list)
    actions: Sequence[Entry] = field(default_factory=list)  # buttons above lists
    sections: Callable[[], Sequence[Entry]] = list  # of the settings
    search: str = ""
    palette: str = ""
    language: str = ""  # as the person's, for who has not signed in
    person: Person = field(default_factory=Person)


MENU = Menu()


def fill(**parts: Any) -> None:
    """Set parts of the one menu; called once, by the wiring."""
    for name, value in parts.items():
        if name not in Menu.__dataclass_fields__:
            raise TypeError(f"the frame has no {name}")
        setattr(MENU, name, value)


@cache
def url_of(name: str) -> str:
    """The URL, or nothing when no installed package answers to the name."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


def items(entries: Iterable[Entry], actor: Actor, path: str) -> list[Item]:
    found = []
    for entry in entries:
        url = url_of(entry.url_name)
        if url and may_open(actor, entry.permission):
            current = path.startswith(entry.prefix) if entry.prefix else path == url
            found.append(Item(str(entry.title), url, entry.icon, current, entry.key, entry.go))
    return found


def actions_for(actor: Actor, actions: Iterable[Action], *args: object) -> list[BoundAction]:
    """What this actor may do, with its address."""
    return [
        BoundAction(
            str(a.title),
            a.icon,
            reverse(a.url_name, args=args),
            a.how,
            a.fits,
            a.tone,
            a.key,
            a.is_minor,
        )
        for a in actions
        if may_open(actor, a.permission)
    ]


def url_for(actor: Actor, entry: Entry) -> str:
    """Empty for who may not."""
    return url_of(entry.url_name) if may_open(actor, entry.permission) else ""


def may_open(actor: Actor, permission: str) -> bool:
    if permission == SIGNED_IN:
        return actor.user_id is not None
    return permission == PUBLIC or actor.may(permission)
