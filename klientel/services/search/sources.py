"""What can be found, kind by kind: compared with its documents, and put right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from klientel.foundation.db import bulk

from . import index
from .index import Projected

AT_ONCE = 900


@dataclass(frozen=True)
class Source:
    kind: str
    keys: Callable[[], Iterable[int]]  # of all that can be found
    documents: Callable[[Collection[int]], Iterator[Projected]]  # of those that still can


_sources: list[Source] = []


def register(*sources: Source) -> None:
    _sources[:] = sources


def differing() -> dict[str, set[int]]:
    """By kind, the objects whose document is not what the rows say."""
    return {source.kind: found for source in _sources if (found := _differing(source))}


def _differing(source: Source) -> set[int]:
    """What differs twice: others may write between the reading of a row and of its document."""
    return (found := _look(source)) and found & _look(source)


def _look(source: Source) -> set[int]:
    found = index.compare(source.kind, source.documents(list(source.keys())))
    return {*found.missing, *found.changed, *found.surplus}


def repair() -> int:
    """The engine's index first, which must be told what a document said before; then the rest."""
    if not index.verify():
        index.rebuild()
    found = differing()
    for source in _sources:
        for piece in bulk.pieces(sorted(found.get(source.kind, ())), AT_ONCE):
            documents = list(source.documents(piece))
            index.write(source.kind, documents)
            index.remove(source.kind, set(piece) - {each.object_id for each in documents})
    return sum(map(len, found.values()))
