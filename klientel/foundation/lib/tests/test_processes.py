"""A process that runs is never called gone, one that was killed is at once."""

import signal
import subprocess
import sys

import pytest

from klientel.foundation.lib import processes

TELL = """
import sys
from klientel.foundation.lib import processes
print(processes.name(), flush=True)
sys.stdin.read()
"""


def test_a_process_is_gone_once_it_was_killed() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", TELL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    name = child.stdout.readline().strip()
    assert len(name) <= 36
    assert not processes.is_gone(name)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert processes.is_gone(name)


def test_this_process_runs_under_all_its_names() -> None:
    assert processes.name() != processes.name()
    assert not processes.is_gone(processes.name())


def test_a_number_used_again_is_another_process() -> None:
    machine, pid, begun, mark = processes.name().split(".")
    assert processes.is_gone(f"{machine}.{pid}.{int(begun, 16) - 1:x}.{mark}")


@pytest.mark.parametrize("name", ["", "me", "a.b.c.d", "...0123", "00000000.1.1.aa"])
def test_who_is_not_known_here_is_not_called_gone(name: str) -> None:
    assert not processes.is_gone(name)
