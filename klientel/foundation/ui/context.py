"""What every page's frame shows, worked out only when a template asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from klientel.foundation.access import NOBODY, Actor

from . import menu
from .menu import MENU, Item
from .toasts import Notice, notices

THEMES = ("light", "dark")


@dataclass
class Frame:
    """Left bar, top bar and person menu for one request."""

    request: HttpRequest

    @cached_property
    def actor(self) -> Actor:
        actor: Actor = getattr(self.request, "actor", NOBODY)
        return actor

    @cached_property
    def main(self) -> list[Item]:
        return menu.items(MENU.main, self.actor, self.request.path)

    @cached_property
    def tools(self) -> list[Item]:
        return menu.items(MENU.tools, self.actor, self.request.path)

    @cached_property
    def foot(self) -> list[Item]:
        return menu.items(MENU.foot, self.actor, self.request.path)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """What `g` and a letter lead to."""
        entries = (*self.main, *self.tools, *self.foot)
        return [(item.go, item.title) for item in entries if item.go]

    @cached_property
    def add(self) -> list[Item]:
        return menu.items(MENU.add, self.actor, self.request.path)

    @property
    def notices(self) -> list[Notice]:
        """Asked for by the page that shows them, and by nothing else: they are said once."""
        return notices(self.request)

    @property
    def search_url(self) -> str:
        return menu.url_of(MENU.search)

    @property
    def palette_url(self) -> str:
        return menu.url_of(MENU.palette) if self.actor.user_id is not None else ""

    @property
    def profile_url(self) -> str:
        return menu.url_of(MENU.person.profile)

    @property
    def language_url(self) -> str:
        """The profile remembers for who has signed in, the browser for others."""
        signed_in = self.actor.user_id is not None
        return menu.url_of(MENU.person.language if signed_in else MENU.language)

    @property
    def appearance_url(self) -> str:
        return menu.url_of(MENU.person.appearance)

    @property
    def sign_out_url(self) -> str:
        return menu.url_of(MENU.person.sign_out)

    @property
    def person(self) -> str:
        return self.actor.label

    @property
    def theme(self) -> str:
        """`light` or `dark` as the profile or this device says; empty follows the system."""
        chosen = getattr(self.request, "theme", "") or self.request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else ""

    @property
    def is_narrow(self) -> bool:
        return self.request.COOKIES.get("bar") == "narrow"

    @property
    def language(self) -> str:
        return (get_language() or settings.LANGUAGE_CODE).split("-")[0]

    @property
    def languages(self) -> list[tuple[str, str]]:
        return [("de", "Deutsch"), ("fr", "Français"), ("en", "English")]


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}
