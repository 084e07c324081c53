"""The search over everything: of each kind a few hits, the best first.

A short word is in a hundred thousand documents, so nothing is ever sorted by relevance in the
database. Of each kind a bounded number of keys with their folded names is read, each time by an
index that already has the order: what is exactly that number, address or VAT ID; the first names
that begin with what was typed; and what the documents find, all of it up to `MOST` and else the
first `FEW` in the order of names. These are ranked here, and only the `SHOWN` best are loaded. A
better one may stand behind those that were read; the list that *Show all* leads to has it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from django.db import models

from klientel.foundation.access import Actor
from klientel.foundation.db import limits
from klientel.foundation.lib import text
from klientel.foundation.ui.menu import Text, url_of

from .query import Search

SHOWN: Final = 5
MOST: Final = 500  # candidates, where the search has gathered their keys
FEW: Final = 20  # where they are too many for that
LENGTH: Final = 200
AFTER: Final = "\U0010ffff"  # sorts behind every letter
EXACT, BEGINS, WORD, OTHER = range(4)
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Hit:
    key: int
    title: str
    detail: str
    url: str
    shape: str  # of the picture: organisation or person
    icon: str = ""  # in place of a picture


@dataclass(frozen=True)
class Finder(Generic[M]):
    """How one kind of thing is found. Its rows have a `name_fold`, with an index by it."""

    kind: str  # of its documents
    name: str  # in the API
    title: Text
    permission: str
    url_name: str  # of the list, which takes `q`
    rows: Callable[[Actor], models.QuerySet[M]]  # that this actor sees
    are_few: Callable[[Actor], bool]  # so few that each can be looked at
    exact: Callable[[Actor, str], Collection[int]]  # keys of what has precisely this
    hits: Callable[[Actor, Sequence[M]], list[Hit]]


@dataclass(frozen=True)
class WordFinder:
    """How the words of a short list are found, which has no documents."""

    name: str  # in the API
    title: Text
    hits: Callable[[Actor, str], list[Hit]]  # the best first; none for who does not see them


@dataclass(frozen=True)
class Group:
    """The hits of one kind."""

    name: str
    title: str
    url: str = ""  # of the list with the same search, if there is one
    hits: list[Hit] = field(default_factory=list)
    has_more: bool = False
    is_too_slow: bool = False


_finders: list[Finder[Any]] = []
_words: list[WordFinder] = []


def register(*finders: Finder[Any], words: Sequence[WordFinder] = ()) -> None:
    """In the order they are shown."""
    _finders[:], _words[:] = finders, words


def finders() -> Sequence[Finder[Any]]:
    return _finders


def cleaned(typed: str) -> str:
    return text.clean(typed[: LENGTH * 4])[:LENGTH]


def find(actor: Actor, typed: str) -> list[Group]:
    """The kinds that this actor may see and that have hits, or could not be read in time."""
    typed = cleaned(typed)
    if not typed:
        return []
    groups = [_group(actor, each, typed) for each in _finders if actor.may(each.permission)]
    groups += [_words_of(actor, each, typed) for each in _words]
    return [group for group in groups if group.hits or group.is_too_slow]


def _words_of(actor: Actor, finder: WordFinder, typed: str) -> Group:
    name, title = finder.name, str(finder.title)
    try:
        with limits.at_most():
            hits = finder.hits(actor, typed)
    except limits.TooSlow:
        return Group(name, title, is_too_slow=True)
    return Group(name, title, hits=hits[:SHOWN], has_more=len(hits) > SHOWN)


def _group(actor: Actor, finder: Finder[Any], typed: str) -> Group:
    url = f"{url_of(finder.url_name)}?{urlencode({'q': typed})}"
    group = Group(finder.name, str(finder.title), url)
    try:
        with limits.at_most():
            best, has_more = _best(actor, finder, typed)
            rows = finder.rows(actor).in_bulk(best)
    except limits.TooSlow:
        return Group(group.name, group.title, url, is_too_slow=True)
    found = [rows[key] for key in best if key in rows]
    return Group(group.name, group.title, url, finder.hits(actor, found), has_more)


def _best(actor: Actor, finder: Finder[Any], typed: str) -> tuple[list[int], bool]:
    rows = finder.rows(actor)
    exact = frozenset(finder.exact(actor, typed))
    folds = [fold for fold in text.folds(typed) if fold]
    found = dict(_named(rows.filter(pk__in=exact)))
    for fold in folds:
        begins = rows.filter(name_fold__gte=fold, name_fold__lt=f"{fold}{AFTER}")
        found |= _named(begins.order_by("name_fold", "pk")[: SHOWN + 1])
    if len(found) > SHOWN:  # what the documents find is no better
        return _ranked(found, exact, folds), True
    search = Search(finder.kind, typed, is_few=finder.are_few(actor))
    if search.terms:
        narrowed = search.narrow(rows).order_by("name_fold", "pk")
        found |= _named(narrowed[: MOST if search.ids is not None else FEW])
    return _ranked(found, exact, folds), len(found) > SHOWN


def _ranked(found: Mapping[int, str], exact: Collection[int], folds: Sequence[str]) -> list[int]:
    """The best, the very best first."""
    ranked = sorted(
        found, key=lambda key: (EXACT if key in exact else rank(found[key], folds), found[key], key)
    )
    return ranked[:SHOWN]


def _named(rows: models.QuerySet[Any]) -> Iterable[tuple[int, str]]:
    return rows.values_list("pk", "name_fold")


def rank(name: str, folds: Sequence[str]) -> int:
    """How well a folded name fits one of the spellings of what was typed."""
    if name in folds:
        return EXACT
    if name.startswith(tuple(folds)):
        return BEGINS
    words = name.split()
    begun = (
        all(any(word.startswith(typed) for word in words) for typed in fold.split())
        for fold in folds
    )
    return WORD if any(begun) else OTHER
