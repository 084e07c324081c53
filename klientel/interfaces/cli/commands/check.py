"""`check`: does everything stand that Klientel needs?"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import DatabaseError, connection

from klientel.foundation.ui import built
from klientel.interfaces.cli.prepare import catalogues, database, frontend
from klientel.services.journal import security
from klientel.services.search import index, sources

NAME = "check"
HELP = "Look whether the installation is sound, and say what is not."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Ends with 0 when all is well, with 1 when something needs attention."
    parser.add_argument(
        "--search",
        action="store_true",
        help="Compare everything that can be found with the search index too. It takes a while.",
    )
    parser.add_argument(
        "--repair",
        action="store_true",
        help="Put the search index right where it is not, then compare.",
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return str(error).strip()
    return ""


def _schema() -> str:
    waiting = database.pending()
    return f"{len(waiting)} migrations wait." if waiting else ""


def _data() -> str:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA):
            return ""
    except OSError as error:
        return f"{settings.DATA} cannot be written: {error.strerror}"


def _catalogues() -> str:
    old = [str(path) for path in catalogues.outdated()]
    return f"not compiled: {', '.join(old)}" if old else ""


def _pages() -> str:
    if (built.DIST / built.CURRENT).is_file() or not frontend.SOURCES.is_dir():
        return ""
    return "styles and scripts are not built yet; ./run serve builds them."


def _security_log() -> str:
    broken = security.first_broken()
    if broken is None:
        return ""
    return f"the chain is broken at event {broken}." if broken else "events are missing at the end."


def _search(*, repair: bool) -> str:
    if repair:
        print(f"search: {sources.repair()} documents repaired", file=sys.stderr)
    if not index.verify():
        return "the index is damaged; ./run check --repair rebuilds it."
    wrong = {kind: len(keys) for kind, keys in sources.differing().items()}
    told = ", ".join(f"{count} of {kind}" for kind, count in wrong.items())
    return f"documents differ: {told}; ./run check --repair puts them right." if told else ""


def _configuration() -> str:
    return " ".join(str(found.msg) for found in run_checks() if found.level >= ERROR)


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("database", _database),
    ("schema", _schema),
    ("data folder", _data),
    ("languages", _catalogues),
    ("pages", _pages),
    ("configuration", _configuration),
    ("security log", _security_log),
)


def run(options: argparse.Namespace) -> int:
    """Each check answers with what is wrong, or with nothing."""
    failed = 0
    checks = list(CHECKS)
    if options.search or options.repair:
        checks.append(("search", partial(_search, repair=options.repair)))
    for name, check in checks:
        wrong = check()
        print(f"{name}: {wrong or 'ok'}")
        failed += bool(wrong)
    return 1 if failed else 0
