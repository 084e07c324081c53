"""A row of a list that people keep in order goes up or down; who did it finds it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

from klientel.domains.customers.category import Category
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Actor, Request
from klientel.foundation.ui.htmx import goto
from klientel.foundation.ui.toasts import toast
from klientel.services.journal.toasts import toast_with_undo

UP, DOWN = "up", "down"
R = TypeVar("R", Category, Tag)


class Moving(Protocol):
    """A line of a list whose order people change."""

    is_first: bool
    is_last: bool
    focus: str

    @property
    def key(self) -> int: ...


def shifted(
    request: Request, row: R, shift: Callable[[Actor, R, int], object], *, home: str
) -> HttpResponse:
    """One up or down among those beside it, and back to the list."""
    way = request.POST.get("go", "")
    if way not in (UP, DOWN):
        return HttpResponseBadRequest()
    try:
        shift(request.actor, row, -1 if way == UP else 1)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return goto(request, home)
    toast_with_undo(request, _("“%(name)s” moved") % {"name": row.name})
    return goto(request, f"{home}?moved={row.pk}-{way}")


def mark_ends(beside: Sequence[Moving], moved: str) -> None:
    """Whoever moved one with the keyboard finds the same button again, or the one beside it."""
    for place, line in enumerate(beside):
        line.is_first, line.is_last = place == 0, place == len(beside) - 1
        key, _dash, way = moved.partition("-")
        if key == str(line.key):
            is_end = line.is_first if way == UP else line.is_last
            line.focus = {UP: DOWN, DOWN: UP}.get(way, "") if is_end else way
