"""Installing what a step needs, where that is possible: as root on Debian and its relatives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from .step import Missing


def install(what: str, *packages: str) -> None:
    """Or one line that says what is missing."""
    words = f"apt-get install {' '.join(packages)}"
    if os.geteuid() or not shutil.which("apt-get"):
        raise Missing(f"{what} is missing. On Debian: {words}")
    print(f"Installing {what} …", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode and command[1] == "install":
            raise Missing(f"{what} is missing, and `{words}` failed: {done.stderr.strip()}")
