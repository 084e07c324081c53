"""What a format of files is to the import: a module that knows its own and makes a table of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.functional import Promise

Rows = Iterable[Sequence[str]]


def _nothing() -> None:
    """Most formats hold nothing open."""


@dataclass
class Table:
    """First the titles, then the rows; both may come after empty rows, which count.

    What else is said of it may be known only after the last row.
    """

    rows: Iterator[Sequence[str]]
    sheet: str = ""  # the one that is read, where a file has several
    others: tuple[str, ...] = ()  # those with rows that are not
    close: Callable[[], None] = _nothing


@dataclass(frozen=True)
class Format:
    """`recognises` and `read` are given the file at its beginning, any place is theirs to seek.

    Both raise Unreadable with a sentence, `read` also while its rows are fetched.
    """

    key: str
    recognises: Callable[[BinaryIO], bool]
    read: Callable[[BinaryIO], Table]
    title: str | Promise = ""  # as people call it
    endings: tuple[str, ...] = ()  # of file names, as the page offers them for choice
    has_header: bool = True  # else the titles are ours, and row 1 is the first below them
