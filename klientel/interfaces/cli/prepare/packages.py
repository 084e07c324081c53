"""Makes `.venv` from the lock files. Called by ./run and ./test with the system's Python.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from . import marks

VENV = marks.ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def quietly(command: Sequence[str]) -> None:
    """Standard output belongs to the result of a command: all set-up talk goes to stderr."""
    subprocess.run(command, cwd=marks.ROOT, check=True, stdout=sys.stderr)


def _works() -> bool:
    """Not after the Python it was made from has gone, and not when its making was broken off."""
    try:
        asked = [PYTHON, "-m", "pip", "--version"]
        return subprocess.run(asked, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _create() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() or not shutil.which("apt-get"):
        raise SystemExit(f"This Python has no venv module. On Debian: apt-get install {version}")
    quietly(["apt-get", "install", "-y", "-q", version])
    quietly(command)


def install(kind: str, wanted: str, locks: Sequence[str]) -> None:
    """Brings `.venv` to what `locks` say and marks it with `wanted`, the caller's checksum."""
    mark = VENV / f".installed-{kind}"
    with marks.alone(marks.ROOT / ".venv.lock"):
        if marks.is_marked(mark, wanted):
            return
        say("Installing packages …")
        if not _works():
            _create()
        pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        pip.append("--root-user-action=ignore")
        files = [part for lock in locks for part in ("-r", lock)]
        quietly([*pip, "--require-hashes", *files])
        quietly([*pip, "--no-deps", "--no-build-isolation", "-e", "."])
        marks.set_mark(mark, wanted)


if __name__ == "__main__":
    try:
        install(sys.argv[1], sys.argv[2], sys.argv[3:])
    except subprocess.CalledProcessError as error:
        raise SystemExit("The packages could not be installed; the reason stands above.") from error
