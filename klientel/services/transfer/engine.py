"""Working through a file: in chunks, each accounted for in the transaction that writes it.

Checking a file and writing it are the same pass; only the last step of each chunk differs.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter
from typing import Any, BinaryIO, Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.db import bulk
from klientel.foundation.lib import ahead
from klientel.foundation.lib.depth import roomy
from klientel.services.accounts import actors
from klientel.services.accounts.models import User
from klientel.services.customfields import reading as definitions
from klientel.services.runs.leases import LeaseLost

from . import importers, parsing, working
from .encodings import Unreadable
from .importers import Result, Session, Setting
from .models import Run, State
from .parsing import Layout, Line

LONG: Final = 64 * 1024  # bytes, from which on a process of its own pays for reading
LOCK_MAX: Final = 0.08  # seconds a chunk may keep others from writing to SQLite
SMALLEST, FIRST, LARGEST = 250, 250, 1_000
Watch = Callable[[Run], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """A row of the file as the session read it, or why it cannot be read."""

    row: int
    read: Any
    refused: Result | None
    position: int  # of the file, in bytes, once it was read


@dataclass
class Chunks:
    """The rows still to do, in chunks that grow and shrink with the time the last one took."""

    rows: Iterator[Seen]
    mark: float  # up to here the time is accounted for
    size: int = field(default_factory=lambda: FIRST)

    def lap(self) -> float:
        """Seconds since the last lap. What a chunk's end takes counts with the next."""
        before, self.mark = self.mark, perf_counter()
        return self.mark - before

    def __next__(self) -> list[Seen]:
        chunk = list(islice(self.rows, self.size))
        if not chunk:
            raise StopIteration
        return chunk

    def __iter__(self) -> Iterator[list[Seen]]:
        return self

    def learn(self, locked: float) -> None:
        if connection.vendor != "sqlite":
            self.size = LARGEST
            return
        fitting = int(self.size * LOCK_MAX / max(locked, 0.001))
        self.size = max(SMALLEST, min(LARGEST, fitting, self.size * 2))


@roomy
def work(run_id: int, worker: str, watch: Watch | None = None) -> bool:
    """Do what is left of a run. False when someone else has it, or it has to wait.

    Raises `ahead.Ended` when the reading was ended from outside; the run waits for whoever is next.
    """
    run = working.claim(run_id, worker)
    if run is None:
        return False
    language = run.owner.language if run.owner and run.owner.language else run.language
    with translation.override(language or translation.get_language()):
        try:
            with definitions.once():  # a process that reads ahead must not ask the database
                _through(run, watch)
        except (Unreadable, OSError, UnicodeError) as error:
            log.warning("import %s: %s", run.pk, error)
            working.fail(run, gettext_noop("The stored file can no longer be read."))
        except PermissionDenied:
            working.fail(run, gettext_noop("Who started this import may no longer do it."))
        except LeaseLost:
            return False
        except ahead.Ended:
            working.release(run)
            raise
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
    begun = perf_counter()
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
        is_ahead = file.size > LONG and ahead.is_of_use()
        lines = parsing.lines(file.file, layout, after=run.cursor)
        seen = _seen(session, file.file, lines, is_ahead=is_ahead)
        with ahead.ahead(seen) if is_ahead else nullcontext(seen) as rows:
            chunks = Chunks(rows, begun)
            for chunk in chunks:
                run.position = chunk[-1].position
                chunks.learn(_chunk(run, session, chunk, lap=chunks.lap))
                bulk.refresh_statistics()
                if watch:
                    watch(run)
    working.finish(run, seconds=chunks.lap())


def _seen(
    session: Session, file: BinaryIO, lines: Iterator[Line], *, is_ahead: bool
) -> Iterator[Seen]:
    for line in lines:
        refused = _unreadable(line) if line.problem else None
        read = None if refused else session.read(line, is_ahead=is_ahead)
        yield Seen(line.row, read, refused, file.tell())


def _unreadable(line: Line) -> Result:
    value = " | ".join(line.cells)[:300]
    error = importers.Problem("", value, line.problem)
    return Result(line.row, "refused", name=line.cells[0][:80], errors=[error])


def _chunk(run: Run, session: Session, chunk: Sequence[Seen], *, lap: Callable[[], float]) -> float:
    """Returns how long the transaction was open."""
    prepared = session.prepare([seen.read for seen in chunk if not seen.refused])
    opened = perf_counter()
    with transaction.atomic():
        done = prepared.results if run.state == State.PLANNING else session.write(prepared)
        unreadable = [seen.refused for seen in chunk if seen.refused]
        results = sorted([*done, *unreadable], key=lambda result: result.row)
        working.move_on(run, results, cursor=chunk[-1].row, seconds=lap())
    return perf_counter() - opened


def actor_of(run: Run) -> Actor:
    """The person who started it, with the rights they have now; the command line acts as itself."""
    if run.owner_id is None:
        actor = SYSTEM
        return Actor(actor.kind, label=run.owner_label).via("import", batch=run.batch)
    user = User.objects.get(pk=run.owner_id)
    return actors.from_user(user).via("import", batch=run.batch)
