"""Compiles the message catalogues, so that no gettext tools are needed on the machine."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from . import marks

LOCALE = marks.ROOT / "klientel" / "locale"


def outdated() -> Iterator[Path]:
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        result = source.with_suffix(".mo")
        if not result.is_file() or result.stat().st_mtime < source.stat().st_mtime:
            yield source


def compile_outdated() -> None:
    for source in outdated():
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        content = BytesIO()
        write_mo(content, catalogue)
        marks.replace(source.with_suffix(".mo"), content.getvalue())
