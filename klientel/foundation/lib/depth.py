"""Room for deep calls: the interpreter keeps its frames in pieces of 16 KB.

Where a loop stands at the end of a piece, each call in it takes a new one from the system and gives
it back, hundreds of times a page: a third of its time. A frame that asks for more than fits gets a
large piece, and all calls below it share the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
SLOTS: Final = 16_385  # of eight bytes: just above a power of two, so half of the piece stays free


def roomy(function: Callable[P, T]) -> Callable[P, T]:
    """The same function, with 128 KB for the frames of all it calls."""

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=SLOTS)
    return call
