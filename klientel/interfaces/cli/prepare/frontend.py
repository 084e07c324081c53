"""Builds styles and scripts into the ui package when what they are made from has changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from klientel.foundation.ui import built

from . import marks, node
from .packages import VENV, say

SOURCES = marks.ROOT / "frontend"
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
    return not SOURCES.is_dir() or _is_current(_name())


def _is_current(name: str) -> bool:
    return marks.is_marked(built.DIST / built.CURRENT, name) and (built.DIST / name).is_dir()


def build() -> None:
    """A server that runs meanwhile keeps the files that it knows."""
    if is_current():
        return
    with marks.alone(VENV / ".frontend.lock"):
        name = _name()
        if _is_current(name):
            return
        if not (built.DIST / name).is_dir():
            _make(name)
        marks.set_mark(built.DIST / built.CURRENT, name)
        built.clear_away()


def _name() -> str:
    return marks.checksum(_sources())[:16]


def _make(name: str) -> None:
    say("Building styles and scripts …")
    try:
        node.install_packages()
        node.npm("run", "build")
    except subprocess.CalledProcessError as error:
        raise SystemExit("The front end could not be built; the reason stands above.") from error
    (built.DIST / built.PART).rename(built.DIST / name)
