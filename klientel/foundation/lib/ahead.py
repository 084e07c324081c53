"""Work done ahead by a second process, so that it costs the first one only the handing over.

The child is a fork: it starts at once and knows what its parent knows, open connections too, which
it must never use. It waits whenever its parent has not fetched what lies ready, and ends with it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import Queue
from typing import Any, Final, TypeVar

T = TypeVar("T")
AT_ONCE: Final = 250
READY: Final = 8  # pieces made at most before one is fetched


class Ended(RuntimeError):
    """The child was ended from outside before it had handed over everything."""


@contextmanager
def ahead(items: Iterator[T]) -> Iterator[Iterator[T]]:
    """The same items, made by a child. They must not have been begun; what they raise comes too."""
    mine, its = Pipe(duplex=False)
    child = os.fork()
    if not child:
        mine.close()  # so that the pipe breaks when the parent is gone
        _make(items, its)
    its.close()
    try:
        yield _handed(mine)
    finally:
        mine.close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def is_of_use() -> bool:
    """Where there is a second core; beside threads a fork might inherit a lock nobody opens."""
    cores = os.cpu_count() or 1
    return hasattr(os, "fork") and cores > 1 and threading.active_count() == 1


def _make(items: Iterator[T], pipe: Connection) -> None:
    """Never returns: whatever happens, the child must not go on with its parent's work."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it as well
        ready: Queue[object] = Queue(READY)
        sender = threading.Thread(target=_send, args=(ready, pipe))
        sender.start()
        for piece in _pieces(items):
            ready.put(piece)
        sender.join()
    finally:
        os._exit(0)


def _pieces(items: Iterator[T]) -> Iterator[list[T] | Exception | None]:
    """Lists of items, and at the end what stopped them."""
    try:
        while piece := list(islice(items, AT_ONCE)):
            yield piece
        yield None
    except Exception as error:  # it is raised where the items are used
        yield error


def _send(ready: Queue[object], pipe: Connection) -> None:
    """A thread, so that the next pieces are made while nobody fetches those that are ready."""
    try:
        while isinstance(piece := ready.get(), list):
            pipe.send(piece)
        pipe.send(piece)
    finally:
        os._exit(0)  # at the end, and when the parent is gone


def _handed(pipe: Connection) -> Iterator[T]:
    """Raises Ended when the child has been killed."""
    while (found := _received(pipe)) is not None:
        if isinstance(found, Exception):
            raise found
        yield from found


def _received(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except (EOFError, OSError) as error:  # between two pieces, or within one
        raise Ended from error
