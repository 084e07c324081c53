"""The board: a card goes to another segment with the mouse, and with the keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button, link
from .keyboard import Keyboard


def test_a_card_is_dragged_and_taken_back(open_page: Opens, anna: User, actor: Actor) -> None:
    create_customer(actor, name="Kran AG", segment="rental")
    page = open_page(anna)
    page.goto("/customers")
    with page.expect_navigation():
        link(page, "Nach Segment").click()
    card = page.get_by_role("listitem").filter(has_text="Kran AG")
    dealers = page.get_by_role("region", name="Vertriebspartner")
    card.drag_to(dealers)
    expect(button(page, "Rückgängig")).to_be_visible()
    expect(link(dealers, "Kran AG")).to_be_visible()
    button(page, "Rückgängig").click()
    expect(link(page.get_by_role("region", name="Vermieter"), "Kran AG")).to_be_visible()


def test_a_card_is_moved_with_the_keyboard(open_page: Opens, anna: User, actor: Actor) -> None:
    create_customer(actor, name="Kran AG", segment="rental")
    keys = Keyboard(open_page(anna), "de")
    page = keys.page
    keys.open("/customers/board")
    keys.check()
    keys.do("Segment von Kran AG ändern", most=60)
    chosen = page.get_by_role("radio", name="Vermieter")
    expect(chosen).to_be_focused()
    keys.check()
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="Wartungsanbieter")).to_be_checked()
    keys.lead("Segment ändern")
    moved = page.get_by_role("region", name="Wartungsanbieter")
    expect(link(moved, "Kran AG")).to_be_visible()
    expect(link(moved, "Segment von Kran AG ändern")).to_be_focused()
    keys.press("Shift+Tab", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kran AG")
    page.go_back()  # the browser's own key
    expect(page).to_have_url(re.compile("/customers/board"))
    expect(link(moved, "Kran AG")).to_be_visible()
    keys.check()
