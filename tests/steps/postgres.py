"""A PostgreSQL server of its own for one run of the tests, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from klientel.interfaces.cli.processes.parent import end_with_parent

from . import debian
from .step import Missing

QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB"]


class AsUser(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@contextmanager
def server(*, quick: bool = True) -> Iterator[str]:
    """The address of a server: the one `KLIENTEL_TEST_PG` names, else one started here.

    `quick` is for tests and forgets on a crash; without it the server is as in production.
    """
    if given := os.environ.get("KLIENTEL_TEST_PG"):
        yield given
        return
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="klientel-postgres-"))
    try:
        identity = _identity(folder)
        process, port = _start(programs, folder, identity=identity, quick=quick)
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    for attempt in range(2):
        found = sorted(
            Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
        )
        if found:
            return found[-1].parent
        if on_path := shutil.which("initdb"):
            return Path(on_path).resolve().parent
        if not attempt:
            debian.install("PostgreSQL", "postgresql")
    raise Missing("PostgreSQL was installed, but initdb is nowhere to be found.")


def _identity(folder: Path) -> AsUser:
    """The server refuses to run as root."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, person.pw_uid, person.pw_gid)
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise Missing("There is neither a user postgres nor nobody to run PostgreSQL.")


def _start(
    programs: Path, folder: Path, *, identity: AsUser, quick: bool
) -> tuple[subprocess.Popen[bytes], int]:
    data = str(folder / "data")
    initdb = [str(programs / "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
    made = subprocess.run(
        [*initdb, "-E", "UTF8", "--locale=C.UTF-8"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **identity,
    )
    if made.returncode:
        raise Missing(f"initdb failed: {made.stderr.strip()}")
    port = _free_port()
    address = ["-h", "127.0.0.1", "-p", str(port)]
    settings = [part for setting in QUICK if quick for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(programs / "postgres"), "-D", data, "-k", str(folder), *address, *settings],
            cwd=folder,
            stdout=log,
            stderr=log,
            preexec_fn=_leave_with_parent,  # noqa: PLW1509  # CONFIG: no threads run by then
            **identity,
        )
    _wait(process, port, folder / "log")
    return process, port


def _leave_with_parent() -> None:
    """Its own session, so that Ctrl-C leaves the orderly end to us; gone when we are."""
    os.setsid()
    end_with_parent(signal.SIGQUIT)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Missing(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")
