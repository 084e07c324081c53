"""Imports taken back: by one worker at a time, and at once by the next when that one was killed."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.foundation.lib import processes
from klientel.services.journal.undo import undo_batch
from klientel.services.runs import undoing
from klientel.services.transfer import actions, tasks, working
from klientel.services.transfer.models import Run, State, Undo

from .conftest import Bring, opened
from .test_resume import output, python

CONTENT = "Kundennummer;Firma\n" + "".join(f"N{n};Firma {n}\n" for n in range(6))
BEGIN = """
import io
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from klientel.foundation.access import SYSTEM
from klientel.services.transfer import actions, engine
engine.FIRST = 100
engine.Chunks.learn = lambda *_: None
rows = "".join(f"N{n};Firma {n};info{n}@firma.example\\n" for n in range(400))
content = "Kundennummer;Firma;E-Mail\\n" + rows
run = actions.open_run(SYSTEM, "customers", io.BytesIO(content.encode()), name="gross.csv")
actions.start(SYSTEM, run, worker="me")
engine.work(run.pk, "me")
print(run.pk)
"""
BLOCK = """
import sys
import django
django.setup()
from klientel.foundation.access import SYSTEM
from klientel.foundation.lib import processes
from klientel.services.journal import undo
from klientel.services.runs import undoing
from klientel.services.transfer.models import Run
run = Run.objects.get(pk=int(sys.argv[1]))
walk, walked = undo._walk_back, []
def walk_two(*args):
    if len(walked) == 2:
        print("two entries of four are walked back", flush=True)
        sys.stdin.read()
    walked.append(walk(*args))
    return walked[-1]
undo._walk_back = walk_two
assert undoing.begin(run)
undoing.take_back(SYSTEM, run, processes.name())
"""
GO_ON = """
import sys
import django
django.setup()
from huey.contrib.djhuey import HUEY

from klientel.domains.customers.models import Customer
from klientel.services.journal.models import Batch
from klientel.services.runs import undoing
from klientel.services.transfer import tasks
from klientel.services.transfer.models import Run
[run] = undoing.waiting(Run)
tasks.take_back.call_local(run.pk, undoing.asked_by(run))
run.refresh_from_db()
live = Customer.objects.filter(deleted_at=None)
print(run.pk, run.undo, run.undone, len(run.stayed), live.count(),
      Batch.objects.filter(undo_of=run.batch).count())
"""


def test_an_undo_whose_worker_was_killed_is_taken_up_at_once(tmp_path: Path) -> None:
    pk = output(python(tmp_path, BEGIN))
    killed = python(tmp_path, BLOCK, pk, stdin=subprocess.PIPE)
    assert killed.stdout
    assert "two entries" in killed.stdout.readline()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert output(python(tmp_path, GO_ON)).split() == [pk, "done", "800", "0", "0", "1"]


@pytest.fixture
def dead() -> str:
    """The name of a process that was killed."""
    code = (
        "from klientel.foundation.lib import processes as p; print(p.name(), flush=True); input()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    name = child.stdout.readline().strip()
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return name


@pytest.mark.django_db
def test_what_a_dead_process_holds_is_free_at_once(anna: Actor, bring: Bring, dead: str) -> None:
    run = bring("customers", CONTENT)
    assert undoing.begin(run)
    Run.objects.filter(pk=run.pk).update(worker=dead, heartbeat=timezone.now())
    assert [found.pk for found in undoing.waiting(Run)] == [run.pk]
    tasks.take_back.call_local(run.pk, undoing.asked_by(run))
    run.refresh_from_db()
    assert (run.undo, run.undone) == (Undo.DONE, 6)
    assert not Customer.objects.visible_to(anna).exists()


@pytest.mark.django_db
def test_the_import_of_a_dead_process_is_free_at_once(anna: Actor, dead: str) -> None:
    run = opened(anna, "customers", CONTENT)
    actions.start(anna, run, worker=dead)
    assert [found.pk for found in working.reclaimable()] == [run.pk]
    Run.objects.filter(pk=run.pk).update(worker=processes.name())
    assert working.reclaimable() == []
    Run.objects.filter(pk=run.pk).update(worker=dead)
    tasks.work.call_local(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created) == (State.DONE, 6)


@pytest.mark.django_db
def test_two_never_undo_the_same_import_at_once(anna: Actor, bring: Bring) -> None:
    run = bring("customers", CONTENT)
    assert undoing.begin(run)
    Run.objects.filter(pk=run.pk).update(worker=processes.name(), heartbeat=timezone.now())
    assert undoing.waiting(Run) == []
    assert undoing.take_back(anna, run, processes.name()) is None
    with pytest.raises(ValidationError):
        actions.undo(anna, run)
    assert Customer.objects.visible_to(anna).count() == 6


@pytest.mark.django_db
def test_a_second_click_on_what_is_undone_changes_nothing(anna: Actor, bring: Bring) -> None:
    run = bring("customers", CONTENT)
    for _click in range(2):
        actions.undo(anna, run)
        run.refresh_from_db()
        assert (run.undo, run.undone) == (Undo.DONE, 6)


@pytest.mark.django_db
def test_a_worker_that_lost_the_undo_stops_and_counts_nothing_more(
    anna: Actor, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = bring("customers", CONTENT)

    def robbed(*args: Any, **more: Any) -> object:
        Run.objects.filter(pk=run.pk).update(worker="another")
        return undo_batch(*args, **more)

    monkeypatch.setattr("klientel.services.runs.undoing.undo_batch", robbed)
    assert undoing.begin(run)
    assert undoing.take_back(anna, run, "me") is None
    run.refresh_from_db()
    assert (run.undo, run.undone, run.worker) == (Undo.WAITING, 0, "another")


@pytest.mark.django_db
def test_who_may_not_undo_leaves_nothing_waiting(anna: Actor, dario: Actor, bring: Bring) -> None:
    run = bring("customers", CONTENT)
    assert undoing.begin(run)
    with pytest.raises(PermissionDenied):
        undoing.take_back(dario, run, "me")
    run.refresh_from_db()
    assert (run.undo, run.worker) == (Undo.NONE, "")


@pytest.mark.django_db
def test_a_large_import_is_undone_in_the_background(
    anna: Actor, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    asked: list[tuple[int, int | None]] = []
    monkeypatch.setattr(tasks, "take_back", lambda *words: asked.append(words))
    run = bring("customers", CONTENT)
    actions.undo(anna, run)
    assert run.undo == Undo.WAITING
    tasks.sweep.call_local()
    assert asked == [(run.pk, anna.user_id)]


def test_a_worker_that_begins_looks_for_what_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[bool] = []
    monkeypatch.setattr(tasks, "sweep", lambda: swept.append(True))
    HUEY._startup[f"{tasks.__name__}.take_up_imports"]()
    assert swept == [True]
