"""`undo`: takes back what one act has written."""

from __future__ import annotations

import argparse
import sys

from klientel.foundation.access import Actor
from klientel.foundation.lib import processes
from klientel.services.journal import queries as journal
from klientel.services.journal.undo import Outcome, undo_batch
from klientel.services.runs import undoing
from klientel.services.transfer.models import Run, Undo

from .import_ import commander

NAME = "undo"
HELP = "Take back everything a batch has written."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "What someone has changed since stays and is named; the exit code is 0 all the same. "
        "An undo is a batch itself and can be undone."
    )
    parser.add_argument("batch", help="Name the batch by its key, as the import printed it.")


def run(options: argparse.Namespace) -> int:
    actor = commander()
    try:
        outcome = _undone(actor, options.batch)
    except LookupError:
        print(f"There is no batch {options.batch}.", file=sys.stderr)
        return 1
    if outcome is None:
        print("The import is being undone already.", file=sys.stderr)
        return 1
    for refusal in outcome.refused:
        what = f"{refusal.name}, {refusal.attribute}" if refusal.attribute else refusal.name
        print(f"{what}: {refusal.reason}", file=sys.stderr)
    rows = "1 row" if outcome.undone == 1 else f"{outcome.undone} rows"
    print(f"{rows} undone, batch {outcome.batch}.")
    return 0


def _undone(actor: Actor, batch: str) -> Outcome | None:
    """None for an import that somebody is just undoing."""
    run = Run.objects.visible_to(actor).filter(batch=batch).first()
    is_here = run is not None and run.is_ended and run.undo != Undo.DONE
    if run is None or not is_here or journal.batch(batch) is None:
        return undo_batch(actor, batch)
    is_free = undoing.begin(run)
    return undoing.take_back(actor, run, processes.name()) if is_free else None
