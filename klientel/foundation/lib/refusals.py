"""What the parsers of this package raise: a code; the caller finds the words for its reader."""

from __future__ import annotations


class Refused(ValueError):
    """A text that cannot be read as what it should be."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
