"""Views of lists: saved, opened by their address, changed, shared, deleted and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import answered, box, button, choice, field, link, settled, toast


@pytest.fixture
def two(actor: Actor) -> None:
    create_customer(actor, name="Bau Nord", segment="contractor")
    create_customer(actor, name="Verleih Süd", segment="rental")


def open_menu(page: Page) -> None:
    with answered(page, "**/views/menu?*"):
        page.locator("summary", has=page.locator("use[href*=bookmark-plus]")).click()


def test_a_view_is_saved_opened_changed_and_deleted(
    open_page: Opens, anna: User, two: None
) -> None:
    page = open_page(anna)
    page.goto("/customers?segment=rental&sort=-name")
    open_menu(page)
    link(page, "Als neue Ansicht speichern").click()
    field(page, "Name").fill("Verleiher")
    choice(page, "Wer diese Ansicht sieht").select_option("Alle")
    button(page, "Speichern").click()
    expect(toast(page, "Ansicht „Verleiher“ gespeichert")).to_be_visible()
    address = page.url
    expect(link(page, "Bau Nord")).to_have_count(0)

    # What is changed in a view can be kept in it.
    page.get_by_label("Spalten wählen").click()
    box(page, "Segment").uncheck()
    page.get_by_role("radio", name="Kompakt").check()
    button(page, "Anwenden").last.click()
    expect(page.locator("table.k-compact")).to_be_visible()
    open_menu(page)
    button(page, "Änderungen an „Verleiher“ speichern").click()
    expect(toast(page, "Ansicht „Verleiher“ geändert")).to_be_visible()

    page.goto("/customers")
    expect(page.locator("table.k-compact")).to_have_count(0)
    open_menu(page)
    link(page, "Verleiher geteilt").click()
    expect(page.locator("table.k-compact")).to_be_visible()
    assert page.url != address
    open_menu(page)
    link(page, "Umbenennen oder teilen").click()
    button(page, "Ansicht löschen").click()
    expect(page.get_by_text("Noch keine Ansichten")).to_be_visible()
    button(page, "Rückgängig").click()
    expect(link(page, "Verleiher")).to_be_visible()


def test_with_the_keyboard_alone(open_page: Opens, anna: User, two: None) -> None:
    page = open_page(anna)
    page.goto("/customers?q=bau")
    page.locator("summary", has_text="Ansichten").focus()
    with answered(page, "**/views/menu?*"):
        page.keyboard.press("Enter")
    save = link(page, "Als neue Ansicht speichern")
    expect(save).to_be_visible()
    save.focus()
    page.keyboard.press("Enter")
    expect(field(page, "Name")).to_be_focused()
    settled(page)
    page.keyboard.type("Bau")
    page.keyboard.press("Enter")
    expect(page.locator("summary", has_text="Bau")).to_be_visible()
    expect(link(page, "Verleih Süd")).to_have_count(0)
