"""`token add`: a key for the API, printed once."""

from __future__ import annotations

import argparse
import sys

from django.core.exceptions import ValidationError

from klientel.foundation.access import SYSTEM
from klientel.interfaces.cli.refusals import told
from klientel.services.accounts import actions
from klientel.services.accounts.models import User, normal_email

NAME = "token"
HELP = "Add keys for the API."


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    add = verbs.add_parser(
        "add",
        help="Add a token.",
        description="Add a token. It is printed alone on standard output and shown only now.",
    )
    add.add_argument(
        "--user", required=True, metavar="EMAIL", help="Name the user it acts for by their address."
    )
    add.add_argument("--name", required=True, help="Say what it is for.")
    add.add_argument("--read-only", action="store_true", help="Let it read and not change.")


def run(options: argparse.Namespace) -> int:
    user = User.objects.active().filter(email=normal_email(options.user)).first()
    if user is None:
        print(f"There is no active user {options.user}.", file=sys.stderr)
        return 1
    try:
        _, secret = actions.create_token(
            SYSTEM.via("cli"), user, name=options.name, read_only=options.read_only
        )
    except ValidationError as error:
        print(told(error), file=sys.stderr)
        return 1
    print(secret)
    return 0
