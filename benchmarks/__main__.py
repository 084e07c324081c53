"""Makes installations, measures them and prints one table each."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.steps import postgres

from . import first_load, imports, memory, pages, sight
from .installation import Installation, visitor


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--seconds", type=float, default=4.0, help="a figure")
    parser.add_argument("--rows", type=int, default=20_000, help="of the imported file, or 0")
    parser.add_argument("--keep", type=Path, help="a folder: what is made there is used again")
    options = parser.parse_args()
    for database in options.databases:
        for size in options.sizes:
            with made(database, options.keep and options.keep / f"{database}-{size}") as found:
                _pages(found, f"{database}, {size} customers", size=size, seconds=options.seconds)
        if options.rows:
            with made(database) as found:
                _import(found, database, options.rows)


def _import(installation: Installation, database: str, rows: int) -> None:
    for figure in imports.measure(installation, rows):
        say(
            f"{database:9}import of {rows} rows, {figure.what}:"
            f" {figure.a_second:.0f} a second, write lock held"
            f" {figure.p50:.0f} / {figure.p95:.0f} / {figure.longest:.0f} ms"
            " (p50, p95, longest)"
        )


def _pages(installation: Installation, title: str, *, size: int, seconds: float) -> None:
    installation.python("-m", "benchmarks.seed", str(size))
    who = visitor(installation)
    say(f"\n## {title} with two contacts each\n")
    with installation.served() as server:
        own = {name: visitor(installation, name) for name in sight.OWN}
        found: dict[str, dict[str, str]] = {}
        for name, figure in sight.measure(server, {"all": who, **own}, seconds / 2):
            found.setdefault(figure.what, {})[name] = f"{figure.p50:.1f} / {figure.p95:.1f}"
        say("One client, p50 / p95 in milliseconds, by how many customers one sees:\n")
        say(table(["page", "all", *own], [[what, *by.values()] for what, by in found.items()]))
        load = [
            [one.what, str(one.clients), f"{one.p50:.1f} / {one.p95:.1f}", f"{one.a_second:.0f}"]
            for one in pages.measure(server, who, count=size, seconds=seconds)
        ]
        say("\nBy who sees all:\n")
        say(table(["page", "clients", "p50 / p95 ms", "a second"], load))
        requests, kilobytes = first_load.measure(server, who)
        say(f"\nFirst load of the list: {requests} requests, {kilobytes:.0f} KB transferred.")
        say(f"Memory of all serving processes afterwards: {memory.held(server.pid):.0f} MiB.")


def table(head: list[str], rows: list[list[str]]) -> str:
    """As Markdown has it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@contextmanager
def made(database: str, keep: Path | None = None) -> Iterator[Installation]:
    """A new installation; with `keep` the one of that folder, and of that database name."""
    with ExitStack() as stack:
        folder = keep or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="klientel-bench-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        if database == "sqlite":
            yield Installation(folder, "")
            return
        address = stack.enter_context(postgres.server(quick=False))
        yield Installation(folder, f"{address.rpartition('/')[0]}/{database_of(folder, address)}")


def database_of(folder: Path, address: str) -> str:
    """Its own for each kept folder, where the server is one that stays."""
    if not os.environ.get("KLIENTEL_TEST_PG"):
        return address.rpartition("/")[2]
    name = f"bench_{folder.name.replace('-', '_')}"
    with psycopg.connect(address, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not known.fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return name


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
