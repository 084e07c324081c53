"""Which colour a tag has that nobody gave one: the same for the same name."""

from __future__ import annotations

from zlib import crc32

from klientel.domains.customers.choices import TagColor
from klientel.foundation.lib import text

HUES = [color.value for color in TagColor if color != TagColor.GREY]


def color_of(name: str) -> str:
    return HUES[crc32(text.fold(name).encode()) % len(HUES)]
