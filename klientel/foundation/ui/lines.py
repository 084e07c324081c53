"""What stands in the rows of a list, before it becomes HTML or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.utils.formats import date_format


class Badge(NamedTuple):
    word: str
    css: str


class Cell(NamedTuple):
    """A page has hundreds, so it is what is made fastest."""

    text: str = ""
    icon: str = ""
    href: str = ""
    is_badge: bool = False
    value: bool | datetime | None = None  # what a typed file gets instead of the text
    badges: Sequence[Badge] = ()  # instead of the text


EMPTY = Cell()


class Mark(NamedTuple):
    """What stands out about a row, beside its name: an icon with a word."""

    word: str
    title: str
    icon: str
    is_in_column: bool = False  # there as well, where the screen is wide enough


class Line(NamedTuple):
    """One row as it is shown; made for a whole page with a fixed number of queries."""

    key: int
    name: str
    href: str
    kind: str  # organisation or person, for the avatar
    cells: Mapping[str, Cell]
    summary: str = ""  # second line on a phone
    icon: str = ""
    marks: Sequence[Mark] = ()
    is_muted: bool = False


@dataclass(frozen=True)
class Heading:
    """A column as this reader sees it."""

    name: str
    title: str
    shown: bool
    locked: bool
    css: str
    width: str
    href: str  # empty where it cannot be sorted by
    sort: str  # ascending, descending or empty
    edits: str = ""  # empty where this reader may not


@lru_cache(maxsize=4096)
def day_in(on: date, _language: str | None) -> str:
    """As the active language, which is this one, writes it. Fifty rows show few different days."""
    return date_format(on, "SHORT_DATE_FORMAT")
