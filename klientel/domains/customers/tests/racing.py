"""Two at once, on PostgreSQL: who comes second runs into the locks of the first and waits."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

IS_SQLITE = not os.environ.get("KLIENTEL_TEST_DATABASE")
TWO_WRITERS = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(IS_SQLITE, reason="SQLite has one writer at a time: nobody waits"),
]
WAITING = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted)"
PATIENCE = 60  # seconds; whoever needs longer waits for nobody


class Second(threading.Thread):
    """Somebody else, with a connection of their own."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.act = act
        self.pid = 0
        self.is_begun = threading.Event()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.is_begun.set()
            self.act()
        except Exception as error:  # the test says it, whatever it is
            self.error = error
        finally:
            connection.close()

    def waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(WAITING, [self.pid])
            return bool(cursor.fetchone()[0])


def while_open(first: Callable[[], object], act: Callable[[], object]) -> BaseException | None:
    """`act` begins before the first has committed and waits for it. Returns what it raised."""
    second = Second(act)
    with transaction.atomic():
        first()
        second.start()
        assert second.is_begun.wait(PATIENCE)
        for _look in range(20 * PATIENCE):
            if second.waits() or not second.is_alive():
                break
            second.join(0.05)
        assert second.waits()
    second.join(PATIENCE)
    return second.error
