"""Builds styles and scripts into the ui package when what they are made from has changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from . import marks, node
from .packages import VENV, say

SOURCES = marks.ROOT / "frontend"
BUILT = marks.ROOT / "klientel" / "foundation" / "ui" / "static" / "ui" / "dist"
MARK = BUILT / ".built-from"
NOT_SOURCES = {"node_modules", "coverage", "test-results"}


def _sources() -> Iterator[Path]:
    """Templates count: the styles are made from the class names they use."""
    for folder, folders, files in os.walk(SOURCES):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(folder, name) for name in files if not name.startswith("."))
    for folder, _, files in os.walk(marks.ROOT / "klientel"):
        if "templates" in Path(folder).parts:
            yield from (Path(folder, name) for name in files if name.endswith(".html"))


def is_current() -> bool:
    """An installed wheel carries the built files and no sources."""
    return not SOURCES.is_dir() or marks.is_marked(MARK, marks.checksum(_sources()))


def build() -> None:
    if is_current():
        return
    with marks.alone(VENV / ".frontend.lock"):
        wanted = marks.checksum(_sources())
        if marks.is_marked(MARK, wanted):
            return
        say("Building styles and scripts …")
        try:
            node.install_packages()
            node.npm("run", "build")
        except subprocess.CalledProcessError as error:
            raise SystemExit(
                "The front end could not be built; the reason stands above."
            ) from error
        marks.set_mark(MARK, wanted)
