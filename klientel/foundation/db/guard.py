"""Whether domain tables may be written right now: only while a unit of work is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_open: ContextVar[bool] = ContextVar("writing_open", default=False)


class WrittenOutside(RuntimeError):
    """A programming error: a domain row was written outside `writing(actor)`."""


def is_open() -> bool:
    return _open.get()


def check(what: str) -> None:
    if not _open.get():
        raise WrittenOutside(f"{what} may be written inside writing(actor) only")


@contextmanager
def opened() -> Iterator[None]:
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)
