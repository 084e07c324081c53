"""`removed`: the list of what was removed for good, and removing it again after a restore."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from django.core.exceptions import ValidationError

from klientel.domains.customers.actions import repeating
from klientel.foundation.access import Actor
from klientel.services.privacy.models import Removal, Why

from .import_ import commander

NAME = "removed"
HELP = "List what was removed for good, or remove it again after restoring a backup."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Without an option it prints a line of JSON for each record: keys, times and reasons, no "
        "names. Keep that list apart from the backups. What is removed already is passed over."
    )
    parser.add_argument("--again", type=Path, metavar="FILE", help="Remove what this list names.")


def run(options: argparse.Namespace) -> int:
    if options.again is None:
        for removal in Removal.objects.order_by("pk").iterator():
            line = {"model": removal.model, "key": removal.key, "why": removal.why}
            print(json.dumps({**line, "at": removal.at.isoformat()}))
        return 0
    try:
        lines = [json.loads(line) for line in options.again.read_text("utf-8").splitlines()]
        wanted = [(str(line["model"]), int(line["key"]), str(Why(line["why"]))) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"{options.again} is not a list of this command: {error}", file=sys.stderr)
        return 1
    return _again(commander(), wanted)


def _again(actor: Actor, wanted: list[tuple[str, int, str]]) -> int:
    removed, failed = 0, 0
    for model, key, why in wanted:
        try:
            removed += repeating.remove_again(actor, model, key, why=why)
        except (LookupError, ValidationError) as error:
            failed += 1
            print(f"{model} {key}: {error}", file=sys.stderr)
    print(f"{removed} of {len(wanted)} removed again.")
    return 1 if failed else 0
