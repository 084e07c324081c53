"""`undo`: takes back what one act has written."""

from __future__ import annotations

import argparse
import sys

from klientel.services.journal.undo import undo_batch
from klientel.services.transfer import working
from klientel.services.transfer.models import Run

from .import_ import commander

NAME = "undo"
HELP = "Take back everything a batch has written."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "What someone has changed since stays and is named; the exit code is 0 all the same. "
        "An undo is a batch itself and can be undone."
    )
    parser.add_argument("batch", help="The key of the batch, as the import printed it.")


def run(options: argparse.Namespace) -> int:
    actor = commander()
    try:
        outcome = undo_batch(actor, options.batch)
    except LookupError:
        print(f"There is no batch {options.batch}.", file=sys.stderr)
        return 1
    for refusal in outcome.refused:
        what = f"{refusal.name}, {refusal.attribute}" if refusal.attribute else refusal.name
        print(f"{what}: {refusal.reason}", file=sys.stderr)
    for found in Run.objects.visible_to(actor).filter(batch=options.batch):
        working.note_undo(found, outcome)
    print(f"{outcome.undone} rows undone, batch {outcome.batch}.")
    return 0
