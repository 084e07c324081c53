"""Reads the command line, prepares what the command stands on, and runs it.

Exit codes: 0 done, 1 refused or failed with a sentence on stderr, 2 not understood.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, cast

import django
from django.db import OperationalError
from django.utils import translation

from .prepare import catalogues, database

COMMANDS = (
    "serve",
    "user",
    "token",
    "import_",
    "export",
    "undo",
    "demo",
    "backup",
    "removed",
    "check",
)  # modules, in the order of `--help`
OWN_WORDS = {"-h", "--help", "--version"}


class Command(Protocol):
    """What a module in `commands` offers."""

    NAME: str
    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


def main() -> int:
    words = sys.argv[1:]
    if not words or (words[0].startswith("-") and words[0] not in OWN_WORDS):
        words = ["serve", *words]
    try:
        return _run(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader, as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OperationalError as error:
        print(f"The database does not answer: {' '.join(str(error).split())}", file=sys.stderr)
        return 1


def _run(words: Sequence[str]) -> int:
    if words[0] == "serve":
        _set_environment(words[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klientel.config.settings")
    catalogues.compile_outdated()
    django.setup()
    options = _parser().parse_args(words)
    database.migrate()
    command: Command = options.command
    with translation.override("en"):  # a command that knows its reader says otherwise
        return command.run(options)


def _set_environment(words: Sequence[str]) -> None:
    """Options that are settings as well must be known before Django reads the settings."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--host")
    early.add_argument("--port")
    try:
        given, _ = early.parse_known_args(words)
    except argparse.ArgumentError:
        return  # the full parser says what is wrong
    for name, value in vars(given).items():
        if value is not None:
            os.environ[f"KLIENTEL_{name.upper()}"] = value


class Parser(argparse.ArgumentParser):
    """Speaks in sentences throughout; commands and verbs are parsers of this kind too."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, add_help=False, allow_abbrev=False)
        self.add_argument("-h", "--help", action="help", help="Show this help and end.")


def _parser() -> argparse.ArgumentParser:
    program = "klientel" if Path(sys.argv[0]).name == "klientel" else "./run"
    parser = Parser(
        prog=program,
        description="Klientel keeps customers and everything around them. "
        "Without a command it starts the server.",
        epilog=f"{program} COMMAND --help explains a command. Settings come from environment "
        "variables that begin with KLIENTEL_; data lies in the folder KLIENTEL_DATA.",
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"Klientel {version('klientel')}",
        help="Print the version and end.",
    )
    choices = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        command = cast("Command", import_module(f".commands.{module}", __package__))
        own = choices.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        command.arguments(own)
        own.set_defaults(command=command)
    return parser
