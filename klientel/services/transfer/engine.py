"""Working through a file: in chunks, each accounted for in the transaction that writes it.

Checking a file and writing it are the same pass; only the last step of each chunk differs.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actors
from klientel.services.accounts.models import User

from . import importers, parsing, working
from .encodings import Unreadable
from .importers import Result, Session, Setting
from .models import Run, State
from .parsing import Layout, Line

LOCK_MAX: Final = 0.08  # seconds a chunk may keep others from writing to SQLite
SMALLEST, FIRST, LARGEST = 250, 500, 1_000
Watch = Callable[[Run], None]
log = logging.getLogger(__name__)


@dataclass
class Chunks:
    """The rows still to do, in chunks that grow and shrink with the time the last one took."""

    rows: Iterator[Line]
    size: int = field(default_factory=lambda: FIRST)

    def __next__(self) -> list[Line]:
        chunk = list(islice(self.rows, self.size))
        if not chunk:
            raise StopIteration
        return chunk

    def __iter__(self) -> Iterator[list[Line]]:
        return self

    def learn(self, locked: float) -> None:
        if connection.vendor != "sqlite":
            self.size = LARGEST
            return
        fitting = int(self.size * LOCK_MAX / max(locked, 0.001))
        self.size = max(SMALLEST, min(LARGEST, fitting, self.size * 2))


def work(run_id: int, worker: str, watch: Watch | None = None) -> bool:
    """Do what is left of a run. False when someone else has it, or it has to wait."""
    run = working.claim(run_id, worker)
    if run is None:
        return False
    language = run.owner.language if run.owner and run.owner.language else run.language
    with translation.override(language or translation.get_language()):
        try:
            _through(run, watch)
        except (Unreadable, OSError, UnicodeError) as error:
            log.warning("import %s: %s", run.pk, error)
            working.fail(run, _("The stored file can no longer be read."))
        except PermissionDenied:
            working.fail(run, _("Who started this import may no longer do it."))
        except working.LeaseLost:
            return False
    return True


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Rows make objects by the million that go by themselves; looking for cycles costs a fifth."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _through(run: Run, watch: Watch | None) -> None:
    actor = actor_of(run)
    importer = importers.importer(run.kind)
    for permission in ("transfer.import", *importer.permissions):
        actor.require(permission)
    layout = Layout(**run.layout)
    session = importer.open(
        Setting(
            actor,
            run.mapping,
            tuple(layout.titles),
            run.match,
            since=run.started_at,
            is_check=run.state == State.PLANNING,
        )
    )
    with run.file.open("rb") as file, _calm_collector():
        chunks = Chunks(parsing.lines(file.file, layout, after=run.cursor))
        for chunk in chunks:
            run.position = file.file.tell()
            chunks.learn(_chunk(run, session, chunk))
            if watch:
                watch(run)
    working.finish(run)


def _chunk(run: Run, session: Session, chunk: Sequence[Line]) -> float:
    """Returns how long the transaction was open."""
    begun = perf_counter()
    good = [line for line in chunk if not line.problem]
    prepared = session.prepare(good)
    opened = perf_counter()
    with transaction.atomic():
        done = prepared.results if run.state == State.PLANNING else session.write(prepared)
        results = sorted([*done, *_unreadable(chunk)], key=lambda result: result.row)
        seconds = perf_counter() - begun
        working.move_on(run, results, cursor=chunk[-1].row, seconds=seconds)
    return perf_counter() - opened


def _unreadable(chunk: Sequence[Line]) -> Iterator[Result]:
    for line in chunk:
        if line.problem:
            value = " | ".join(line.cells)[:300]
            error = importers.Problem("", value, line.problem)
            yield Result(line.row, "refused", name=line.cells[0][:80], errors=[error])


def actor_of(run: Run) -> Actor:
    """The person who started it, with the rights they have now; the command line acts as itself."""
    if run.owner_id is None:
        actor = SYSTEM
        return Actor(actor.kind, label=run.owner_label).via("import", batch=run.batch)
    user = User.objects.get(pk=run.owner_id)
    return actors.from_user(user).via("import", batch=run.batch)
