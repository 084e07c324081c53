"""The imports that somebody came by, and what these still hold of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .models import Run, RunRow

BLOCK = 1 << 20
CODECS = ("utf-8", "cp1252")


@dataclass(frozen=True)
class Sought:
    """Who is looked for: the kind of import and the key, the acts that wrote them, their names."""

    kind: str
    key: int
    batches: Collection[str]
    words: Collection[str]

    def is_about(self, run: Run, row: RunRow) -> bool:
        if run.kind == self.kind and row.key == self.key:
            return True
        told = [row.name, row.detail, *map(str, (row.differences, row.errors, row.remarks))]
        text = "\n".join(told).casefold()
        return any(word.casefold() in text for word in self.words)


@dataclass(frozen=True)
class Came:
    """A run and those of its kept rows that are about somebody."""

    run: Run
    rows: list[RunRow]


def came_by(sought: Sought) -> list[Came]:
    """A run counts when it wrote the record, when a kept row names it, or when its file does."""
    found = [_came(run, sought) for run in Run.objects.order_by("pk").iterator()]
    return [came for came in found if came is not None]


def _came(run: Run, sought: Sought) -> Came | None:
    shown = run.shown.order_by("row").iterator(1000)
    rows = [row for row in shown if sought.is_about(run, row)]
    is_theirs = rows or run.batch in sought.batches or _stands_in(run, sought.words)
    return Came(run, rows) if is_theirs else None


def _stands_in(run: Run, words: Collection[str]) -> bool:
    if not run.file:
        return False
    coded = {word.encode(codec, "ignore").lower() for word in words for codec in CODECS} - {b""}
    longest = max(map(len, coded), default=0)
    try:
        return any(word in text for text in _texts(run, longest) for word in coded)
    except FileNotFoundError:
        return False


def _texts(run: Run, longest: int) -> Iterator[bytes]:
    """Pieces that overlap by the longest word."""
    rest = b""
    with run.file.open("rb") as file:
        while block := file.read(BLOCK):
            text = (rest + block).lower()
            yield text
            rest = text[-longest:]
