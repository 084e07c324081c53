"""Short messages after an act, with the way back where there is one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Literal, TypedDict

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


class Toast(TypedDict):
    text: str
    detail: str
    undo: str
    tone: str


class Notice(TypedDict):
    """Something that happened elsewhere, and the page that shows it."""

    text: str
    href: str


Source = Callable[[HttpRequest], Iterable[Notice]]
_sources: list[Source] = []


def register(*sources: Source) -> None:
    """Called once, by the wiring: who has something to say on the next page."""
    _sources[:] = sources


def notices(request: HttpRequest) -> list[Notice]:
    return [notice for source in _sources for notice in source(request)]


def toast(
    request: HttpRequest,
    text: str,
    *,
    detail: str = "",
    undo: str = "",
    tone: Literal["success", "error"] = "success",
) -> None:
    """Shown on the next page; `undo` is the address its button posts to."""
    level = messages.ERROR if tone == "error" else messages.SUCCESS
    messages.add_message(
        request, level, text, extra_tags=json.dumps({"detail": detail, "undo": undo})
    )


def read(message: Message) -> Toast:
    """Any message of Django's framework as a toast; allauth's carry no detail."""
    extra: dict[str, str] = {}
    if message.extra_tags and message.extra_tags.startswith("{"):
        extra = json.loads(message.extra_tags)
    return Toast(
        text=str(message.message),
        detail=extra.get("detail", ""),
        undo=extra.get("undo", ""),
        tone="error" if message.level >= messages.WARNING else "success",
    )
