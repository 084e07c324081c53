"""Starts web server and job worker, waits, and ends both together.

They are forked from one process that has loaded everything: the pages of memory are shared.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType

from django.db import connections

from . import jobs, web
from .parent import end_with_parent
from .warm import warm_up

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10.0  # seconds for a polite end
fork = multiprocessing.get_context("fork")


class Stop(BaseException):
    """Someone asked for the end."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    raise Stop


def _child(work: Callable[[], None]) -> None:
    """Its own process group: Ctrl-C reaches the parent alone, which ends the children in order."""
    os.setpgid(0, 0)
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    end_with_parent()
    work()


def _start(work: Callable[[], None], name: str) -> ForkProcess:
    process = fork.Process(target=_child, args=(work,), name=name)
    process.start()
    return process


def _end(processes: list[ForkProcess]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.is_alive() and process.pid:
            os.killpg(process.pid, signal.SIGKILL)
            process.join()


def run(listener: socket.socket, announce: Callable[[], None]) -> int:
    """Serves until a signal comes (0) or the web server ends by itself (1)."""
    for number in STOPS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, _stop)
    warm_up()
    connections.close_all()
    gc.freeze()
    receiver, sender = fork.Pipe(duplex=False)
    processes: list[ForkProcess] = []
    try:
        served = _start(lambda: web.run(listener, lambda: sender.send("ready")), "web")
        processes.append(served)
        processes.append(_start(jobs.run, "jobs"))
        listener.close()
        return _watch(processes, receiver, announce)
    except Stop:
        return 0
    finally:
        _end(processes)


def _watch(processes: list[ForkProcess], receiver: Connection, announce: Callable[[], None]) -> int:
    """A job worker that falls over is started again; without the web server there is no point."""
    announced = False
    while True:
        served, worked = processes
        ended = wait([served.sentinel, worked.sentinel, receiver])
        if served.sentinel in ended:
            return 1
        if receiver in ended:
            receiver.recv()
            if not announced:
                announce()
            announced = True
        if worked.sentinel in ended:
            worked.join()
            time.sleep(1)
            processes[1] = _start(jobs.run, "jobs")
