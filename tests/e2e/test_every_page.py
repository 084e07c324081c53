"""What holds for every page: readable by all, no wider than the window, named and in order."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from klientel.services.accounts.models import User

from . import places
from .conftest import PHONE, WIDE, Opens
from .watching import Watcher

AXE = Axe()
OPTIONS = {"resultTypes": ["violations"]}  # the others are not worked out in full
COMBINATIONS = [("de", "light", WIDE), ("fr", "dark", PHONE), ("en", "light", PHONE)]
ORDER = """() => ({
  headings: document.querySelectorAll('h1').length,
  language: document.documentElement.lang,
  title: document.title,
  excess: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


def complaints(page: Page, language: str) -> list[str]:
    found = [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
        for one in AXE.run(page, options=OPTIONS).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    facts = page.evaluate(ORDER)
    if facts["headings"] != 1:
        found.append(f"{facts['headings']} headings of the first level")
    if facts["language"] != language:
        found.append(f"is in {facts['language']!r}")
    if not facts["title"].strip(" ·").removesuffix("Klientel").strip(" ·"):
        found.append("has no title of its own")
    return found


@pytest.mark.parametrize(("language", "scheme", "size"), COMBINATIONS)
def test_every_page_can_be_used_by_everybody(
    open_page: Opens,
    anna: User,
    watcher: Watcher,
    language: str,
    scheme: Literal["light", "dark"],
    size: tuple[int, int],
) -> None:
    watcher.expected = {404, 410}
    page = open_page(anna, language=language, scheme=scheme, size=size)
    stranger = open_page(language=language, scheme=scheme, size=size)
    found = []
    for each, addresses in ((page, places.signed_in(anna)), (stranger, places.SIGNED_OUT)):
        for name, address in addresses.items():
            each.goto(address)
            found += [f"{name}: {text}" for text in complaints(each, language)]
    assert not found, "\n".join(found)


def test_no_page_is_wider_than_a_small_phone(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    watcher.expected = {404, 410}
    page = open_page(anna, size=(320, 640))
    stranger = open_page(size=(320, 640))
    wide = {}
    for each, addresses in ((page, places.signed_in(anna)), (stranger, places.SIGNED_OUT)):
        for name, address in addresses.items():
            each.goto(address)
            if excess := each.evaluate(ORDER)["excess"]:
                wide[name] = excess
    assert not wide
