"""An installation of its own: a folder, and a way to call `klientel` on it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import SystemRandom

import pytest

Call = Callable[..., "subprocess.CompletedProcess[str]"]
COMMAND = [sys.executable, "-P", "-m", "klientel"]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("KLIENTEL_") and name != "DJANGO_SETTINGS_MODULE"
    }
    return kept | {"KLIENTEL_DATA": str(data)} | more


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation") / "data"


@pytest.fixture(scope="session")
def call(data: Path) -> Call:
    def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*COMMAND, *words],
            env=environment(data, **more),
            cwd=data.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture
def port() -> str:
    """Below those that systems give to outgoing connections: nobody gets it by chance meanwhile."""
    while True:
        wanted = SystemRandom().randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", wanted)):
            return str(wanted)
