"""More than 200 rows go on in the background, by whichever worker is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from klientel.domains.customers.models import Customer
from klientel.domains.customers.tests.listing import browser, many
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.bulk import actions, engine, tasks, working
from klientel.services.bulk.models import BulkRun, State
from klientel.services.bulk.wishes import Wish
from klientel.services.journal.models import Batch, Entry
from klientel.services.runs import undoing
from klientel.services.runs.models import Undo

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
RENTAL = Wish(set={"segment": "rental"})


class Killed(BaseException):
    """As a worker ends that is killed: nothing is caught, nothing is tidied up."""


@pytest.fixture
def run(anna: Actor, monkeypatch: pytest.MonkeyPatch) -> BulkRun:
    """Of four pieces, started, and nobody works on it yet."""
    monkeypatch.setattr(actions, "AT_ONCE", 10)
    monkeypatch.setattr(actions, "PIECE", 6)
    rows = many(anna, 20)
    run = actions.open_run(anna, "customers", [row.pk for row in rows])
    return actions.start(anna, run, RENTAL)


def changed() -> int:
    return Customer.objects.filter(segment="rental").count()


def kill_after(pieces: int) -> Callable[[BulkRun], None]:
    left = [pieces]

    def watch(_run: BulkRun) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed

    return watch


def test_many_wait_for_a_worker(run: BulkRun) -> None:
    assert (run.state, run.total, changed()) == (State.RUNNING, 20, 0)
    tasks.work.call_local(run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows, run.changed, changed()) == (State.DONE, 20, 20, 20)


def test_the_next_worker_goes_on_where_a_killed_one_stopped(run: BulkRun) -> None:
    with pytest.raises(Killed):
        engine.work(run.pk, "killed", kill_after(2))
    assert changed() == 12
    assert working.reclaimable() == []  # it may still live
    BulkRun.objects.update(heartbeat=timezone.now() - timedelta(minutes=1))
    assert [found.pk for found in working.reclaimable()] == [run.pk]
    batches = Batch.objects.count()
    tasks.sweep.call_local()
    run.refresh_from_db()
    assert (run.state, run.rows, run.changed, run.refused) == (State.DONE, 20, 20, 0)
    assert changed() == 20
    assert Batch.objects.count() == batches
    assert Entry.objects.filter(batch=run.batch).exclude(changes=[]).count() == 4


def test_two_workers_do_not_do_the_same(run: BulkRun) -> None:
    assert working.claim(run.pk, "one")
    assert working.claim(run.pk, "two") is None
    assert not engine.work(run.pk, "two")


def test_a_stopped_run_writes_no_more_and_can_be_undone(anna: Actor, run: BulkRun) -> None:
    def stop(found: BulkRun) -> None:
        actions.cancel(anna, BulkRun.objects.get(pk=found.pk))

    assert not engine.work(run.pk, "me", stop)
    run.refresh_from_db()
    assert (run.state, run.changed, changed()) == (State.CANCELLED, 6, 6)
    actions.undo(anna, run)
    assert (run.undo, changed()) == (Undo.DONE, 0)


def test_a_large_undo_is_left_to_the_background(
    anna: Actor, run: BulkRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "UNDONE_AT_ONCE", 5)
    engine.work(run.pk, "me")
    run.refresh_from_db()
    actions.undo(anna, run)
    assert (run.undo, changed()) == (Undo.WAITING, 20)
    [waiting] = undoing.waiting(BulkRun)
    tasks.take_back.call_local(waiting.pk, undoing.asked_by(waiting))
    run.refresh_from_db()
    assert (run.undo, changed()) == (Undo.DONE, 0)


def test_its_page_moves_while_it_runs_and_says_the_result(run: BulkRun, people: People) -> None:
    client: Client = browser(people)
    page = client.get(f"/bulk/{run.pk}").content.decode()
    assert "0 von 20 Zeilen" in page
    assert 'hx-trigger="every 1s"' in page
    part = client.get(f"/bulk/{run.pk}", headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()
    engine.work(run.pk, "me")
    ended = client.get(f"/bulk/{run.pk}", headers={"hx-request": "true"})
    assert ended["HX-Retarget"] == "#run"
    assert "20 geändert + 0 gleich + 0 abgelehnt = 20 Zeilen" in ended.content.decode()
    assert "Sammeländerungen" in client.get("/bulk").content.decode()


def test_a_check_of_many_goes_on_in_the_background_too(
    anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    rows = many(anna, 4)
    run = actions.open_run(anna, "customers", [row.pk for row in rows])
    run = actions.check(anna, run, RENTAL)
    assert run.state == State.PLANNING
    tasks.work.call_local(run.pk)
    run.refresh_from_db()
    assert (run.state, run.changed, changed()) == (State.PLANNED, 4, 0)


def test_what_was_never_started_is_forgotten_after_a_day(anna: Actor, run: BulkRun) -> None:
    other = actions.open_run(anna, "customers", [1])
    BulkRun.objects.update(created_at=timezone.now() - timedelta(days=2))
    working.forget()
    assert list(BulkRun.objects.all()) == [run]
    assert not BulkRun.objects.filter(pk=other.pk).exists()


def test_too_many_rows_and_none_are_refused(anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    for keys in ([], [1, 2, 3]):
        with pytest.raises(ValidationError):
            actions.open_run(anna, "customers", keys)


def test_a_worker_that_begins_looks_for_what_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[bool] = []
    monkeypatch.setattr(tasks, "sweep", lambda: swept.append(True))
    HUEY._startup[f"{tasks.__name__}.take_up_changes"]()
    assert swept == [True]
