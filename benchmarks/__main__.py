"""Makes installations, measures them and prints one table each."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.steps import postgres

from . import first_load, imports, memory, pages, sight
from .installation import Installation, visitor


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--seconds", type=float, default=4.0, help="a figure")
    parser.add_argument("--rows", type=int, default=20_000, help="of the imported file")
    options = parser.parse_args()
    for database in options.databases:
        for size in options.sizes:
            with made(database) as installation:
                _pages(
                    installation,
                    f"{database}, {size} customers",
                    size=size,
                    seconds=options.seconds,
                )
        with made(database) as installation:
            for figure in imports.measure(installation, options.rows):
                say(
                    f"{database:9}import of {options.rows} rows, {figure.what}:"
                    f" {figure.a_second:.0f} a second, write lock held"
                    f" {figure.p50:.0f} / {figure.p95:.0f} / {figure.longest:.0f} ms"
                    " (p50, p95, longest)"
                )


def _pages(installation: Installation, title: str, *, size: int, seconds: float) -> None:
    installation.python("-m", "benchmarks.seed", str(size))
    who = visitor(installation)
    say(f"\n{title} with two contacts each")
    with installation.served() as server:
        requests, kilobytes = first_load.measure(server, who)
        say(f"first load of the list: {requests} requests, {kilobytes:.0f} KB transferred")
        say(f"{'':20}{'clients':>8}{'p50 ms':>9}{'p95 ms':>9}{'a second':>10}")
        for figure in pages.measure(server, who, count=size, seconds=seconds):
            say(
                f"{figure.what:20}{figure.clients:8}{figure.p50:9.1f}{figure.p95:9.1f}"
                f"{figure.a_second:10.0f}"
            )
        own = {name: visitor(installation, name) for name in sight.OWN}
        for figure in sight.measure(server, {"all": who, **own}, seconds / 2):
            say(f"{figure.what:28}{figure.p50:9.1f}{figure.p95:9.1f}")
        say(f"memory of all processes afterwards: {memory.held(server.pid):.0f} MiB")


@contextmanager
def made(database: str) -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="klientel-bench-") as folder:
        if database == "sqlite":
            yield Installation(Path(folder), "")
            return
        with postgres.server(quick=False) as address:
            yield Installation(Path(folder), address)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
