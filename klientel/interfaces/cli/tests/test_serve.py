"""One command starts everything, and nothing is left when it ends."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from .conftest import COMMAND, Call, environment


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
        process.wait(20)
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


def is_silent_within(seconds: float, port: str) -> bool:
    deadline = time.monotonic() + seconds
    while is_answered(port):
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
    assert server.wait(10) == 0
    assert not is_answered(port)


def children(pid: int) -> list[int]:
    """Of all generations, as Linux lists them."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_nothing_outlives_a_server_that_is_killed(
    server: "subprocess.Popen[str]", port: str
) -> None:
    address(server)
    family = children(server.pid)
    assert len(family) >= 6
    server.kill()
    server.wait(10)
    assert is_silent_within(10, port)
    deadline = time.monotonic() + 10
    while any(is_running(pid) for pid in family) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in family if is_running(pid)]


def test_others_need_the_code_that_the_terminal_shows(tmp_path: Path, port: str) -> None:
    """A folder of its own: where somebody has an account there is no first visit."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--host", "0.0.0.0", "--port", port],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert address(process) == f"http://localhost:{port}"
    process.terminate()
    _, told = process.communicate(timeout=20)
    code = (tmp_path / "setup-code").read_text(encoding="utf-8")
    assert f"one-time code for the first visit: {code}\n" in told
