"""A file on its way in, worked through in the test itself."""

import io
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from klientel.foundation.access import Actor
from klientel.services.transfer import actions, engine
from klientel.services.transfer.models import Run

DATA = Path(__file__).parent / "data"
Bring = Callable[..., Run]


def opened(actor: Actor, kind: str, content: str | bytes, **how: str) -> Run:
    data = content.encode() if isinstance(content, str) else content
    name = how.get("name", "file.csv")
    return actions.open_run(
        actor, kind, io.BytesIO(data), name=name, language=how.get("language", "en")
    )


def through(run: Run) -> Run:
    assert engine.work(run.pk, run.worker or uuid.uuid4().hex)
    run.refresh_from_db()
    return run


@pytest.fixture
def bring(anna: Actor) -> Bring:
    """Imports a file as Anna and returns the ended run."""

    def bring(kind: str, content: str | bytes, *, match: str = "", actor: Actor = anna) -> Run:
        run = opened(actor, kind, content)
        actions.set_mapping(actor, run, match=match)
        return through(actions.start(actor, run, worker="me"))

    return bring


@pytest.fixture
def check(anna: Actor) -> Bring:
    """Only looks at the file."""

    def check(kind: str, content: str | bytes, *, match: str = "") -> Run:
        run = opened(anna, kind, content)
        actions.set_mapping(anna, run, match=match)
        return through(actions.plan(anna, run, worker="me"))

    return check
