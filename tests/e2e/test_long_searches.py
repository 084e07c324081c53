"""What takes too long for a page goes on in the background, and its hits are a list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.foundation.access import Actor
from klientel.foundation.db import limits
from klientel.foundation.ui import cutting
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button, link
from .keyboard import Keyboard


def too_slow(*_given: object) -> None:
    raise limits.TooSlow


def test_a_search_is_begun_read_and_removed_without_a_pointer(
    open_page: Opens, anna: User, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, note in (("Bau Nord", "Kran"), ("Bau Süd", "Bagger")):
        create_customer(actor, name=name, note=note)
    keys = Keyboard(open_page(anna, language="en"))
    page = keys.page
    with monkeypatch.context() as slow:
        slow.setattr(cutting, "page", too_slow)
        keys.open('/customers?where=[["note","has","Kran"]]')
        keys.check()
        keys.lead("Search in the background…", most=60)
        expect(page).to_have_url(re.compile(r"/searches/\d+$"))
    expect(page.get_by_text("1 hit")).to_be_visible()
    keys.skip()
    keys.check()
    keys.lead("Show the hits")
    expect(link(page, "Bau Nord")).to_be_visible()
    keys.check()
    keys.press("Control+k")
    keys.find("searches in the background")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page).to_have_url(re.compile(r"/searches$"))
    keys.skip()
    keys.check()
    keys.lead("Note: contains Kran")
    keys.check()
    keys.skip()
    keys.lead("Remove")
    expect(page.get_by_role("heading", name="No searches in the background")).to_be_visible()
    keys.check()


def test_a_filter_that_takes_too_long_goes_on_in_the_background(
    open_page: Opens, anna: User, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, note in (("Bau Nord", "Kran"), ("Bau Süd", "Bagger"), ("Verleih", "Kranwagen")):
        create_customer(actor, name=name, note=note)
    page = open_page(anna)
    with monkeypatch.context() as slow:
        slow.setattr(cutting, "page", too_slow)
        page.goto('/customers?where=[["note","has","Kran"]]')
        expect(page.get_by_text("Das dauerte länger als zwei Sekunden")).to_be_visible()
        page.get_by_role("button", name="Im Hintergrund suchen").click()
        expect(page).to_have_url(re.compile(r"/searches/\d+$"))
    expect(page.get_by_text("2 Treffer")).to_be_visible()
    link(page, "Treffer anzeigen").click()
    expect(link(page, "Bau Nord")).to_be_visible()
    expect(link(page, "Verleih")).to_be_visible()
    expect(link(page, "Bau Süd")).to_have_count(0)
    expect(page.get_by_text("Im Hintergrund gefunden").first).to_be_visible()

    page.goto("/searches")
    button(page, "Suche Notiz: enthält Kran entfernen").click()
    expect(page.get_by_role("heading", name="Keine Suchen im Hintergrund")).to_be_visible()
