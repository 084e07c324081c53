"""What a format of files is to the import: a module that knows its own and makes a table of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Table:
    """First the titles, then the rows; both may come after empty rows, which count."""

    rows: Iterator[Sequence[str]]
    sheet: str = ""  # the one that is read, where a file has several
    others: tuple[str, ...] = ()  # those with rows that are not


@dataclass(frozen=True)
class Format:
    """`recognises` and `read` are given the file at its beginning, any place is theirs to seek.

    `read` raises Unreadable with a sentence, at once or while its rows are fetched.
    """

    key: str
    recognises: Callable[[BinaryIO], bool]
    read: Callable[[BinaryIO], Table]
    has_header: bool = True  # else the titles are ours, and row 1 is the first below them
