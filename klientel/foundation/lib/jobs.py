"""What the queue wakes: decorators of huey's with the types it does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, Protocol

from huey import crontab
from huey.contrib import djhuey

P = ParamSpec("P")


class Job(Protocol[P]):
    """Called it is left to the worker; `call_local` does it here and now."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> object: ...

    def call_local(self, *args: P.args, **kwargs: P.kwargs) -> object: ...

    def schedule(self, args: tuple[object, ...] = (), *, delay: float) -> object:
        """After so many seconds."""


def job(work: Callable[P, None]) -> Job[P]:
    found: Job[P] = djhuey.db_task()(work)
    return found


def at(*, minute: str = "*", hour: str = "*") -> Callable[[Callable[[], None]], Job[[]]]:
    """By the clock, as crontab writes it."""

    def made(work: Callable[[], None]) -> Job[[]]:
        found: Job[[]] = djhuey.db_periodic_task(crontab(minute=minute, hour=hour))(work)
        return found

    return made


def at_start(work: Callable[[], None]) -> Callable[[], None]:
    """When a worker begins. By its full name: the queue keeps one of each name."""
    djhuey.on_startup(name=f"{work.__module__}.{work.__name__}")(work)
    return work
