"""What is uploaded becomes what the engine reads: text as it is, any other format as its table.

A format is a module with a `FORMAT`, listed here; it is recognised by content, never by name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from klientel.services.transfer import parsing

from . import canonical
from .formats import Format

FORMATS: Final[tuple[Format, ...]] = ()


@dataclass(frozen=True)
class Taken:
    file: BinaryIO  # what the run keeps
    layout: parsing.Layout


@contextmanager
def taken(file: BinaryIO) -> Iterator[Taken]:
    """Raises Unreadable, with a sentence for the file's owner."""
    found = next((each for each in FORMATS if _is(each, file)), None)
    if found is None:
        yield Taken(file, parsing.layout_of(file))
        return
    with _as_table(file, found) as made:
        yield made


def _is(found: Format, file: BinaryIO) -> bool:
    file.seek(0)
    return found.recognises(file)


@contextmanager
def _as_table(file: BinaryIO, found: Format) -> Iterator[Taken]:
    file.seek(0)
    table = found.read(file)
    begin = 1 if found.has_header else 0
    with tempfile.TemporaryFile() as made:
        written = cast("BinaryIO", made)
        canonical.write(written, table.rows, begin=begin)
        layout = parsing.layout_in(
            written,
            parsing.Layout(
                canonical.ENCODING,
                canonical.DELIMITER,
                begin,
                (),
                format=found.key,
                sheet=table.sheet,
                others=table.others,
                begin=begin,
            ),
        )
        yield Taken(written, layout)
