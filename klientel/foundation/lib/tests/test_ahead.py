"""What a child makes arrives whole, and the child never outlives its use."""

import os
import signal
from collections.abc import Iterator
from itertools import islice

import pytest

from klientel.foundation.lib.ahead import AT_ONCE, Ended, ahead


def pids() -> Iterator[int]:
    """Endless: the child's own number, again and again."""
    while True:
        yield os.getpid()


def test_what_the_child_makes_comes_in_order() -> None:
    many = 4 * AT_ONCE + 1
    with ahead(iter(range(many))) as items:
        assert list(items) == list(range(many))


def test_what_it_raises_is_raised_behind_what_came_before() -> None:
    def broken() -> Iterator[int]:
        yield from range(AT_ONCE)
        raise LookupError("gone")

    with ahead(broken()) as items:
        assert list(islice(items, AT_ONCE)) == list(range(AT_ONCE))
        with pytest.raises(LookupError, match="gone"):
            next(items)


def test_a_child_that_was_killed_does_not_look_like_the_end() -> None:
    with ahead(pids()) as items:
        os.kill(next(items), signal.SIGKILL)
        with pytest.raises(Ended):
            list(items)


def test_the_child_ends_when_it_is_no_longer_needed() -> None:
    with ahead(pids()) as items:
        child = next(items)
        assert child != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
