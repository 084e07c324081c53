"""What a domain offers to be imported. The wiring registers, the engine knows nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from django.utils.functional import Promise

from klientel.foundation.access import Actor

from .parsing import Line

Text = str | Promise
Outcome = Literal["created", "changed", "same", "refused"]
OWN_COLUMNS = ("_row", "_error")  # what a file of refused rows has in front; never imported
OUTCOMES: tuple[Outcome, ...] = ("created", "changed", "same", "refused")


@dataclass(frozen=True)
class Property:
    """Something of a record that a column of a file may give."""

    key: str
    title: Text
    names: tuple[str, ...] = ()  # headers it goes by, the surest first, in any language
    labels: tuple[Text, ...] = ()  # what the export writes above it, as translated


@dataclass(frozen=True)
class Problem:
    """A cell and what is to be said of it."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Difference:
    title: str
    old: str
    new: str


@dataclass
class Result:
    """What becomes of one row of the file."""

    row: int
    outcome: Outcome = "same"
    name: str = ""
    detail: str = ""  # what else tells it from others: place, number
    key: int | None = None
    differences: list[Difference] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


class Prepared(Protocol):
    """Rows read, checked and matched."""

    @property
    def results(self) -> Sequence[Result]:
        """What writing them would do."""


class Session(Protocol):
    """One pass through a file, chunk by chunk, in order."""

    def read(self, line: Line, *, is_ahead: bool) -> Any:
        """What the row says by itself, in a form that can be pickled; touches no database.

        `is_ahead`: another process reads, which has time for what may not be needed.
        """

    def prepare(self, rows: Sequence[Any]) -> Prepared:
        """Check and match rows that were read; reads the database and writes nothing."""

    def write(self, prepared: Any) -> Sequence[Result]:
        """Write what was prepared, in the caller's transaction; say what became of each row."""


@dataclass(frozen=True)
class Setting:
    """What a pass needs to know."""

    actor: Actor
    mapping: Mapping[str, str]  # column title → property key, only those mapped
    titles: Sequence[str]
    match: str = ""
    since: datetime | None = None  # rows written since then are the run's own
    is_check: bool = False  # nothing will be written


@dataclass(frozen=True)
class Importer:
    kind: str
    title: Text
    permissions: tuple[str, ...]
    properties: tuple[Property, ...]
    matches: Mapping[str, Text]  # what a row may be recognised by
    needs: tuple[str, ...]  # at least one of these must be mapped
    url_name: str  # the page of one record
    open: Callable[[Setting], Session]
    more: Callable[[], Sequence[Property]] = tuple  # what is not known beforehand

    @property
    def offered(self) -> tuple[Property, ...]:
        return (*self.properties, *self.more())


_importers: dict[str, Importer] = {}


def register(*importers: Importer) -> None:
    _importers.clear()
    _importers.update({importer.kind: importer for importer in importers})


def kinds() -> list[str]:
    return list(_importers)


def importer(kind: str) -> Importer:
    """Raises LookupError."""
    return _importers[kind]


def open_to(actor: Actor) -> list[Importer]:
    """What this actor may import."""
    return [found for found in _importers.values() if all(map(actor.may, found.permissions))]
