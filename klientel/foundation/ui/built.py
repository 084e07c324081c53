"""The built styles and scripts: a folder for each build, named after what it is made from.

A server goes on showing the build it began with: its files were measured when it started, and
the scripts of an open page fit the templates that it has loaded.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from functools import cache
from pathlib import Path

DIST = Path(__file__).parent / "static" / "ui" / "dist"
CURRENT = "current"  # the file that names the newest build
PART = "part"  # the folder a build is made in


@cache
def folder() -> str:
    """The build of this process and of those it forks, which no newer one takes away meanwhile.

    Raises FileNotFoundError before the first build.
    """
    while True:
        name = newest()
        held = os.open(DIST / name, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_SH)  # for as long as any of these processes lives
        if newest() == name:
            return name
        os.close(held)


def newest() -> str:
    return (DIST / CURRENT).read_text(encoding="utf-8").strip()


def clear_away() -> None:
    """Older builds that no server shows any more."""
    for path in DIST.iterdir():
        if path.is_dir() and path.name not in (newest(), PART):
            _remove_unused(path)


def _remove_unused(path: Path) -> None:
    looked_at = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(looked_at, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        shutil.rmtree(path)
    finally:
        os.close(looked_at)
