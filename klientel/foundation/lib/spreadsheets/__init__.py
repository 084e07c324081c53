"""A spreadsheet as rows of text, read in a process of its own whose memory and time are bounded.

`python -m klientel.foundation.lib.spreadsheets FILE` prints JSON lines: the name of the sheet, its
rows, and at the end the other sheets that have any. The exit code says what went wrong.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

MEMORY: Final = 400 << 20  # bytes of addresses
SECONDS: Final = 120  # of the processor
WIDTH: Final = 2_000  # columns
ROW: Final = 4_000_000  # signs; whoever reads the lines has to hold one


class Exit(IntEnum):
    DONE = 0
    DAMAGED = 10
    LOCKED = 11
    EMPTY = 12
    LARGE = 13
    WIDE = 14
