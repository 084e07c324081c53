"""What a domain offers to be changed in bulk. The wiring registers, the engine knows no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise

from klientel.foundation.access import Actor

from .wishes import Wish

Text = str | Promise
Outcome = Literal["changed", "same", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("changed", "same", "refused")


class Item(NamedTuple):
    """A chosen row, and the version that was looked at; None takes any."""

    key: int
    version: int | None = None


class Value(NamedTuple):
    """Of a field, as it is stored: it is said when it is read, to whoever reads it."""

    stored: Any


class Difference(NamedTuple):
    field: str
    old: str | Value
    new: str | Value


class Problem(NamedTuple):
    field: str  # empty where it is about the row
    reason: str


@dataclass
class Result:
    """What becomes of one row."""

    key: int
    outcome: Outcome = "same"
    name: str = ""
    version: int | None = None  # that was found; None of a row that is not there
    differences: Sequence[Difference] = ()
    problems: Sequence[Problem] = field(default_factory=list)
    remark: str = ""  # the name of something worth counting; the kind knows the sentence


@dataclass(frozen=True)
class Task:
    """What a run does, and to which rows: those of the piece are not all of them."""

    wish: Wish
    keys: Callable[[], Collection[int]]


Change = Callable[[Actor, Sequence[Item], Task], Sequence[Result]]  # writes, names the refused
Say = Callable[[str, Any], str]  # a field and its value, to a reader


@dataclass(frozen=True)
class Act:
    """Something done to rows that changes no field of theirs, such as deleting them."""

    title: Text
    button: Text
    permission: str
    said: Text  # what is about to happen to each, with what the wish gives
    will: Promise  # "%(count)s rows will be deleted"
    did: Promise
    going: Text  # of the rows of a preview, behind their number
    gone: Text
    change: Change
    icon: str = "check"
    is_danger: bool = False

    @property
    def tone(self) -> str:
        return "error" if self.is_danger else "info"


@dataclass(frozen=True)
class Remark:
    """What else is worth saying of some rows, and what can be wished instead."""

    text: Promise  # a plural
    offer: Text = ""
    given: Mapping[str, Any] = field(default_factory=dict)  # for the wish, by the offer


class WishForm(Protocol):
    """The page that asks for the new values: the fields of the record's own form."""

    @property
    def form(self) -> Form: ...

    def is_valid(self) -> bool: ...

    def wish(self) -> Wish:
        """Needs `is_valid` to have been called."""


@dataclass(frozen=True)
class Kind:
    name: str
    title: Text
    permission: str
    home: str  # URL name of the list
    url_name: str  # of the page of one row
    template: str  # the fields of the form
    counted: Callable[[int], str]  # "3 customers"
    open_form: Callable[[Actor, QueryDict | None], WishForm]
    told: Callable[[Actor, Wish], Sequence[tuple[str, str]]]  # each field and what is wished
    label: Callable[[str], str]  # of a field
    speak: Callable[[Actor, Iterable[tuple[str, Any]]], Say]  # given all that is to be said
    change: Change
    acts: Mapping[str, Act] = field(default_factory=dict)
    remarks: Mapping[str, Remark] = field(default_factory=dict)

    def act(self, wish: Wish) -> Act | None:
        return self.acts[wish.act] if wish.act else None

    def permission_for(self, wish: Wish) -> str:
        act = self.act(wish)
        return act.permission if act else self.permission


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    _kinds.clear()
    _kinds.update({kind.name: kind for kind in kinds})


def kind(name: str) -> Kind:
    """Raises LookupError."""
    return _kinds[name]


def open_to(actor: Actor) -> Mapping[str, Kind]:
    """What this actor may change in bulk."""
    if not actor.may("bulk.change"):
        return {}
    return {name: each for name, each in _kinds.items() if actor.may(each.permission)}
