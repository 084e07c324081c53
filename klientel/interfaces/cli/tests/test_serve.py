"""One command starts everything, and nothing is left when it ends."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from .conftest import COMMAND, Call, environment

FAMILY = 7  # web server with two workers, job worker with two workers and a clock
PATIENCE = 60.0  # seconds after which what should happen by itself never will


@pytest.fixture
def server(data: Path, port: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", port],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)
        assert process.stdout
        process.stdout.close()


def address(server: "subprocess.Popen[str]") -> str:
    assert server.stdout
    return server.stdout.readline().strip()


def is_answered(port: str) -> bool:
    try:
        socket.create_connection(("127.0.0.1", int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def comes_true(condition: Callable[[], bool]) -> bool:
    """Looked at again and again: nothing announces it."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_prints_its_address_once_it_answers(server: "subprocess.Popen[str]", port: str) -> None:
    assert address(server) == f"http://localhost:{port}"
    with urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
        assert answer.status == 200


def test_a_port_in_use_is_one_sentence(
    server: "subprocess.Popen[str]", call: Call, port: str
) -> None:
    address(server)
    done = call("serve", "--port", port)
    assert done.returncode == 1
    assert f"port {port}: it is in use" in done.stderr


def test_a_redis_that_does_not_answer_is_one_sentence(call: Call, port: str) -> None:
    done = call("serve", "--port", port, KLIENTEL_REDIS_URL=f"redis://127.0.0.1:{port}")
    assert done.returncode == 1
    assert "KLIENTEL_REDIS_URL: Redis does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_commands_work_beside_the_server(server: "subprocess.Popen[str]", call: Call) -> None:
    address(server)
    assert "database: ok" in call("check").stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_in_order(
    server: "subprocess.Popen[str]", port: str, number: signal.Signals
) -> None:
    address(server)
    server.send_signal(number)
    assert server.wait(PATIENCE) == 0
    assert not is_answered(port)


def children(pid: int) -> list[int]:
    """Of all generations, as Linux lists them."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it has ended since it was listed
            for child in map(int, task.read_text().split()):
                found += [child, *children(child)]
    return found


def is_running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_nothing_outlives_a_server_that_is_killed(
    server: "subprocess.Popen[str]", port: str
) -> None:
    address(server)
    assert comes_true(lambda: len(children(server.pid)) >= FAMILY), "the job worker comes later"
    family = children(server.pid)
    server.kill()
    server.wait(PATIENCE)
    assert comes_true(lambda: not is_answered(port))
    assert comes_true(lambda: not any(map(is_running, family)))


def test_others_need_the_code_that_the_terminal_shows(tmp_path: Path, port: str) -> None:
    """A folder of its own: where somebody has an account there is no first visit."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--host", "0.0.0.0", "--port", port],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert address(process) == f"http://localhost:{port}"
    finally:
        process.terminate()
        _, told = process.communicate(timeout=PATIENCE)
    code = (tmp_path / "setup-code").read_text(encoding="utf-8")
    assert f"one-time code for the first visit: {code}\n" in told
