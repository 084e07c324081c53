"""An installation for measuring: its environment, its commands, its running server."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Installation:
    data: Path
    database: str  # "" is SQLite in the data folder

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KLIENTEL_")}
        own = {"KLIENTEL_DATA": str(self.data), "PYTHONPATH": str(ROOT)}
        return kept | own | ({"KLIENTEL_DATABASE_URL": self.database} if self.database else {})

    def python(self, *arguments: str) -> str:
        """Run a module of this project in the installation; its standard output."""
        done = subprocess.run(
            [sys.executable, "-P", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}.")
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[Server]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "klientel", "serve", "--port", str(port)],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        try:
            server = Server(port, process.pid)
            server.wait()
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def wait(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                if self.get("/health", {})[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server did not come up within two minutes.")

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body


@dataclass(frozen=True)
class Visitor:
    """Who measures: the session of the pages, and a token for each client of the API."""

    cookie: str
    tokens: list[str]


def visitor(installation: Installation, name: str = "measure") -> Visitor:
    address = f"{name}@klientel.example"
    found = json.loads(installation.python("-m", "benchmarks.visitor", address))
    return Visitor(found["Cookie"], found["tokens"])
