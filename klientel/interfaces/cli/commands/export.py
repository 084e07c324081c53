"""`export`: all customers or contacts into a file or onto standard output."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from klientel.domains.customers import exports
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.journal import security
from klientel.services.transfer import exporting

NAME = "export"
HELP = "Write all customers or all contacts into a file."
COPIED = 64 * 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "JSON nests contacts, addresses, telephone numbers and e-mail addresses; CSV and XLSX hold "
        "a row for each customer or contact. Two exports of the same state are the same bytes."
    )
    parser.add_argument("kind", choices=exports.KINDS, help="Say what to export.")
    parser.add_argument(
        "--format",
        choices=sorted(exporting.MEDIA_TYPES),
        help="Choose the format; without it the ending of the file decides, else it is CSV.",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="Write this file; without it the export goes to standard output.",
    )


def run(options: argparse.Namespace) -> int:
    actor = SYSTEM.via("cli")
    target: Path | None = options.output
    form = options.format or _form_of(target)
    if form == "xlsx" and target is None and sys.stdout.isatty():
        print("XLSX is not for terminals; add --output FILE.", file=sys.stderr)
        return 2
    keys = exports.keys_of(actor, options.kind)
    try:
        if target is None:
            _write(sys.stdout.buffer, actor, options.kind, form=form, keys=keys)
            sys.stdout.buffer.flush()
        else:
            _replace(target, actor, options.kind, form=form, keys=keys)
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"The export could not be written: {error.strerror or error}", file=sys.stderr)
        return 1
    security.log("transfer.export", actor, subject=options.kind, rows=len(keys), filter=[])
    return 0


def _form_of(target: Path | None) -> str:
    ending = target.suffix.lstrip(".").lower() if target else ""
    return ending if ending in exporting.MEDIA_TYPES else "csv"


def _replace(target: Path, actor: Actor, kind: str, *, form: str, keys: list[int]) -> None:
    """Whole or not at all: beside the target first, then in its place."""
    with tempfile.NamedTemporaryFile(dir=target.absolute().parent, delete=False) as part:
        try:
            _write(part, actor, kind, form=form, keys=keys)
        except BaseException:
            Path(part.name).unlink()
            raise
    Path(part.name).replace(target)


def _write(file: IO[bytes], actor: Actor, kind: str, *, form: str, keys: list[int]) -> None:
    if form == "xlsx":
        with tempfile.TemporaryFile() as whole:  # a ZIP needs a file it can go back in
            rows = exports.rows(actor, kind, keys, is_labelled=False)
            exporting.write_xlsx(whole, exports.columns(kind), rows, name=kind)
            whole.seek(0)
            while piece := whole.read(COPIED):
                file.write(piece)
        return
    for chunk in _chunks(actor, kind, form=form, keys=keys):
        file.write(chunk)


def _chunks(actor: Actor, kind: str, *, form: str, keys: list[int]) -> Iterator[bytes]:
    if form == "csv":
        rows = exports.rows(actor, kind, keys, is_labelled=False)
        return exporting.csv_chunks(exports.columns(kind), rows)
    records = exports.records(actor, kind, keys)
    return exporting.json_chunks(records) if form == "json" else exporting.jsonl_chunks(records)
