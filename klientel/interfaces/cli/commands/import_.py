"""`import`: a file into the customers or contacts, beside a running server."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext_noop
from tqdm import tqdm

from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.lib import ahead, processes
from klientel.services.accounts import actors
from klientel.services.accounts.models import User
from klientel.services.transfer import actions, engine, importers, queries
from klientel.services.transfer.models import Run, State

NAME = "import"
HELP = "Import a file of customers or contacts: CSV, spreadsheets, vCard or JSON."
INTERRUPTED = 3
EXPLAINED = (
    "Columns are recognised by their headers in English, German and French; those that are not are "
    "kept in the note. A row that means a record already there changes it, an empty cell erases "
    "nothing; the same file again changes nothing. The exit code is 0 when rows were imported or "
    "were the same, 1 when the file could not be read or every row was refused, and 3 when the "
    "reading was ended from outside: a running server then goes on by itself. "
    "`undo BATCH` takes the whole import back."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EXPLAINED
    parser.add_argument(
        "kind", choices=importers.kinds(), help="Say what the rows of the file are."
    )
    parser.add_argument(
        "file", type=Path, help="Read this file; what it is its content says, not its name."
    )
    parser.add_argument(
        "--match",
        default="",
        metavar="FIELD",
        help="Recognise rows by this alone: number, external_id, email or name. "
        "Without it each of them is tried in this order.",
    )
    parser.add_argument("--dry-run", action="store_true", help="Check every row, write nothing.")
    parser.add_argument("--json", action="store_true", help="Print the result as a JSON object.")
    parser.add_argument(
        "--user", metavar="EMAIL", help="Import as this user, with their rights and language."
    )


def run(options: argparse.Namespace) -> int:
    try:
        actor = actors.from_email(options.user) if options.user else commander()
    except User.DoesNotExist:
        print(f"There is no active user {options.user}.", file=sys.stderr)
        return 1
    language = _language(actor)
    with translation.override(language):
        try:
            found = _open(options, actor, language)
            _begin(options, actor, found)
        except (OSError, ValidationError, PermissionDenied) as error:
            print(_sentence(error, options.file), file=sys.stderr)
            return 1
        try:
            return _report(options, _work(found))
        except ahead.Ended:
            print(_interrupted(found), file=sys.stderr)
            return INTERRUPTED


def commander() -> Actor:
    """Whoever may start the program. The journal shows the label in the reader's language."""
    return Actor(SYSTEM.kind, label=gettext_noop("Command line"), origin="cli")


def _interrupted(found: Run) -> str:
    found.refresh_from_db()
    where = f"The process that reads the file was ended from outside after {found.rows} rows."
    if found.state == State.PLANNING:
        return f"{where} Nothing was written; start the command again."
    return (
        f"{where} What was written stays. A running server goes on with import {found.pk} by "
        f"itself; without one, start the command again, or take it back: undo {found.batch}"
    )


def _language(actor: Actor) -> str:
    user = User.objects.filter(pk=actor.user_id or 0).first()
    return (user.language if user else "") or "en"


def _open(options: argparse.Namespace, actor: Actor, language: str) -> Run:
    path: Path = options.file
    with path.open("rb") as file:
        return actions.open_run(actor, options.kind, file, name=path.name, language=language)


def _begin(options: argparse.Namespace, actor: Actor, found: Run) -> None:
    """This process is the worker, so that no server nearby takes it up."""
    worker = processes.name()
    try:
        actions.set_mapping(actor, found, match=options.match)
    except ValidationError:
        actions.cancel(actor, found)
        raise
    begin = actions.plan if options.dry_run else actions.start
    begin(actor, found, worker=worker)


def _work(found: Run) -> Run:
    """To the end, also when another import has to end first or a server has taken this one up."""
    with _bar(found) as watch:
        while found.is_working:
            if not engine.work(found.pk, found.worker or processes.name(), watch):
                time.sleep(0.5)
            found.refresh_from_db()
    return found


@contextmanager
def _bar(found: Run) -> Iterator[Callable[[Run], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    size = found.file.size
    tqdm.monitor_interval = 0  # its thread would keep the engine from reading in a second process
    with tqdm(total=size, unit="B", unit_scale=True, file=sys.stderr, leave=False) as bar:
        yield lambda run: _move(bar, run)


def _move(bar: Any, run: Run) -> None:
    bar.set_postfix(created=run.created, changed=run.changed, same=run.same, refused=run.refused)
    bar.update(max(0, run.position - bar.n))


def _report(options: argparse.Namespace, found: Run) -> int:
    if found.state in (State.FAILED, State.CANCELLED):
        print(queries.error(found) or "The import was stopped.", file=sys.stderr)
    summary = queries.summary(found)
    if summary["source"]:
        print(summary["source"], file=sys.stderr)
    if summary["unmapped"]:
        print(f"Kept in the note: {', '.join(summary['unmapped'])}", file=sys.stderr)
    for remark in summary["remarks"]:
        print(_line(remark), file=sys.stderr)
    if options.json:
        print(json.dumps(queries.report(found), ensure_ascii=False))
    else:
        _print(summary, is_dry=options.dry_run)
    ended = found.state in (State.DONE, State.PLANNED)
    return 0 if ended and found.refused < found.rows else 1


def _print(summary: dict[str, Any], *, is_dry: bool) -> None:
    for error in summary["errors"]:
        print(_line(error))
    rows = "1 row" if summary["rows"] == 1 else f"{summary['rows']} rows"
    print(
        f"{rows}: {summary['created']} created, {summary['changed']} changed, "
        f"{summary['same']} the same, {summary['refused']} refused."
    )
    if is_dry:
        print("Nothing was written.")
    elif summary["batch"]:
        print(f"Undo with: undo {summary['batch']}")
    else:
        print("Nothing was changed.")


def _line(problem: dict[str, Any]) -> str:
    where = (
        f"Row {problem['row']}, {problem['column']}"
        if problem["column"]
        else f"Row {problem['row']}"
    )
    return f"{where}: {problem['reason']} [{problem['value']}]"


def _sentence(error: Exception, path: Path) -> str:
    if isinstance(error, ValidationError):
        return "\n".join(error.messages)
    if isinstance(error, OSError):
        return f"{path} cannot be read: {error.strerror or error}."
    return "This user may not import."
