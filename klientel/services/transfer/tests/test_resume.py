"""A worker killed at any moment is followed by another, and every row is there once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROWS = 3_000
BEGIN = """
import io, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from klientel.foundation.access import SYSTEM
from klientel.services.transfer import actions
rows = "".join(f"N{n};Firma {n};info{n}@firma.example\\n" for n in range(int(sys.argv[1])))
content = "Kundennummer;Firma;E-Mail\\n" + rows + "N0;Zu kurz\\n"
run = actions.open_run(SYSTEM, "customers", io.BytesIO(content.encode()), name="gross.csv")
actions.start(SYSTEM, run, worker="killed")
print(run.pk)
"""
WORK = """
import sys, uuid
import django
django.setup()
from klientel.services.transfer import engine, working
from klientel.services.transfer.models import Run
pk, worker = int(sys.argv[1]), sys.argv[2]
def watch(run):
    print(run.created, flush=True)
if worker == "next":
    assert [run.pk for run in working.reclaimable()] in ([pk], [])
    Run.objects.filter(pk=pk).update(heartbeat=None)
engine.work(pk, worker, watch)
run = Run.objects.get(pk=pk)
from klientel.domains.customers.models import Customer, ContactPoint
from klientel.services.journal.models import Entry
live = Customer.objects.filter(deleted_at=None)
print(run.state, run.rows, run.created, run.refused, live.count(),
      live.values("number").distinct().count(), ContactPoint.objects.count(),
      Entry.objects.filter(batch=run.batch).count() > 1,
      run.shown.filter(outcome="refused").count())
"""


def python(data: Path, code: str, *words: str, stdin: int | None = None) -> "subprocess.Popen[str]":
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KLIENTEL_")}
    environment |= {
        "KLIENTEL_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "klientel.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env=environment,
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[4],
    )


def output(process: "subprocess.Popen[str]") -> str:
    found, _nothing = process.communicate(timeout=120)
    assert process.returncode == 0, found
    return found.strip().splitlines()[-1]


@pytest.mark.parametrize("written", [1, 4])
def test_a_killed_worker_is_followed_without_doubles_or_losses(
    tmp_path: Path, written: int
) -> None:
    """After so many chunks and a moment more, in the middle of the next one."""
    run = output(python(tmp_path, BEGIN, str(ROWS)))
    killed = python(tmp_path, WORK, run, "killed")
    assert killed.stdout
    for _chunk in range(written):
        killed.stdout.readline()
    time.sleep(0.03)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    ended = output(python(tmp_path, WORK, run, "next")).split()
    total = str(ROWS)
    assert ended == ["done", str(ROWS + 1), total, "1", total, total, total, "True", "1"]
