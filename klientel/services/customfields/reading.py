"""The definitions as everybody reads them: once for a request or a piece of work, then from memory.

Outside of `once` every question reads anew, so nothing goes stale in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponseBase

from klientel.foundation.db.fixed import Fixed

from .models import Definition

_EVERY = Fixed(Definition.objects.in_order)
_kept: ContextVar[list[Definition] | None] = ContextVar("custom_fields", default=None)
_is_open: ContextVar[bool] = ContextVar("custom_fields_open", default=False)


@dataclass(frozen=True)
class Fields:
    """All definitions of one kind, in their order; those that were removed among them."""

    every: Sequence[Definition]

    @cached_property
    def live(self) -> dict[str, Definition]:
        return {each.key: each for each in self.every if each.deleted_at is None}

    @cached_property
    def offered(self) -> list[Definition]:
        return [each for each in self.live.values() if each.active]

    @cached_property
    def searched(self) -> list[Definition]:
        """Those whose values the search finds."""
        return [each for each in self.live.values() if each.is_searched]

    def __bool__(self) -> bool:
        return bool(self.live)


def fields(kind: str) -> Fields:
    return Fields([each for each in _all() if each.kind == kind])


def find(key: str) -> Definition | None:
    """By its key, removed or not: histories name those, too."""
    return next((each for each in _all() if each.key == key), None)


@contextmanager
def once() -> Iterator[None]:
    """Within, definitions are read at most once; whoever writes them calls `forget`."""
    if _is_open.get():
        yield
        return
    opened, kept = _is_open.set(True), _kept.set(None)
    try:
        yield
    finally:
        _kept.reset(kept)
        _is_open.reset(opened)


def forget() -> None:
    _kept.set(None)


def once_per_request(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with once():
            return get_response(request)

    return answer


def _all() -> list[Definition]:
    found = _kept.get()
    if found is None:
        found = _EVERY.rows()
        if _is_open.get():
            _kept.set(found)
    return found
