"""An import whose second process is killed: a sentence, an exit code, and nothing lost."""

import argparse
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from klientel.domains.customers.models import Customer
from klientel.domains.customers.transfer.customer_rows import CustomerReader
from klientel.domains.customers.transfer.reading import FileRow
from klientel.foundation.lib import ahead
from klientel.interfaces.cli.commands import import_
from klientel.services.transfer import tasks, working
from klientel.services.transfer.models import Run, State
from klientel.services.transfer.parsing import Line

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 3_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = "".join(f"N{n};Firma mit einem langen Namen {n}\n" for n in range(ROWS))
    file = tmp_path / "gross.csv"
    file.write_text(f"Kundennummer;Firma\n{rows}", encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def killed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The child ends itself as the system would end it, at a row in the middle."""
    parent, read = os.getpid(), CustomerReader.customer

    def customer(reader: CustomerReader, line: Line) -> FileRow:
        if line.row == ROWS // 2 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(reader, line)

    with monkeypatch.context() as patched:
        patched.setattr(CustomerReader, "customer", customer)
        patched.setattr(ahead, "is_of_use", lambda: True)
        yield


def options(file: Path, *, is_dry: bool = False) -> argparse.Namespace:
    return argparse.Namespace(
        kind="customers", file=file, match="", dry_run=is_dry, json=True, user=None
    )


def test_the_command_says_so_and_a_worker_goes_on(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert import_.run(options(file)) == import_.INTERRUPTED
    told = capsys.readouterr()
    run = Run.objects.get()
    assert told.out == ""
    assert "goes on with import" in told.err
    assert run.batch in told.err
    assert "Traceback" not in told.err
    assert (run.state, run.rows, run.rows < ROWS) == (State.RUNNING, run.created, True)
    assert [found.pk for found in working.reclaimable()] == [run.pk]
    tasks.work.call_local(run.pk)  # is killed as well, and leaves it for the next one
    monkeypatch.setattr(ahead, "is_of_use", lambda: False)
    tasks.work.call_local(run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows, run.created) == (State.DONE, ROWS, ROWS)
    assert Customer.objects.count() == ROWS


def test_a_check_that_was_ended_has_written_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_.run(options(file, is_dry=True)) == import_.INTERRUPTED
    assert "Nothing was written" in capsys.readouterr().err
    assert not Customer.objects.exists()
