"""`user add`: somebody who may sign in."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Unpack

from django.core.exceptions import ValidationError

from klientel.foundation.access import SYSTEM
from klientel.interfaces.cli.refusals import told
from klientel.services.accounts import actions
from klientel.services.accounts.choices import Language, Role
from klientel.services.accounts.models import User

NAME = "user"
HELP = "Add people who may sign in."


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    add = verbs.add_parser(
        "add", help="Add a user.", description="Add a user. The address is what they sign in with."
    )
    add.add_argument("--email", required=True, help="Give the address; no other user may have it.")
    add.add_argument("--name", required=True, help="Give the name that the others see.")
    add.add_argument(
        "--role", required=True, choices=Role.values, help="Choose what the user may do."
    )
    add.add_argument(
        "--language",
        default="",
        choices=Language.values,
        help="Choose the language of the pages; without it the browser decides.",
    )
    add.add_argument(
        "--password-stdin",
        action="store_true",
        help="Read the password from the first line of standard input instead of asking for it.",
    )


def run(options: argparse.Namespace) -> int:
    password = _password(from_stdin=options.password_stdin)
    if options.password_stdin and not password:
        print("Standard input holds no password.", file=sys.stderr)
        return 1
    try:
        user = _create(
            password,
            email=options.email,
            name=options.name,
            role=options.role,
            language=options.language,
        )
    except ValidationError as error:
        print(told(error), file=sys.stderr)
        return 1
    print(user.email)
    return 0


def _create(password: str, **fields: Unpack[actions.NewUserFields]) -> User:
    actor = SYSTEM.via("cli")
    if password:
        return actions.create_user(actor, password=password, **fields)
    return actions.invite_user(actor, **fields)


def _password(*, from_stdin: bool) -> str:
    """Empty, as when nobody is there to be asked: the person then needs a link to choose one."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        return ""
    return getpass.getpass("Password (empty: the user chooses one by a link): ")
