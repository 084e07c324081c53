"""A read that takes too long is stopped, so that one wide question cannot hold up the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

from .backends import engine

PATIENCE = 2.0  # seconds one waits for a page


class TooSlow(Exception):
    """The database was stopped; nothing is wrong with the question but its width."""


@contextmanager
def at_most(seconds: float = PATIENCE) -> Iterator[None]:
    """Reads within take at most this long each. Raises TooSlow."""
    own = engine(connection)
    connection.ensure_connection()
    stop = own.start_limit(connection, seconds)
    try:
        yield
    except OperationalError as error:
        if own.was_stopped(error):
            raise TooSlow from error
        raise
    finally:
        stop()
