"""The search over everything and the command palette, with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import finding
from .keyboard import Keyboard
from .test_every_page import complaints
from .watching import Watcher


@pytest.fixture
def nord(actor: Actor) -> Customer:
    create_customer(actor, name="Südbau")
    return create_customer(actor, name="Nordbau", contacts=[{"last_name": "Öz"}])


def active(page: Page, box: str) -> str:
    """What the field says is chosen."""
    found = page.get_by_role("combobox", name=box).get_attribute("aria-activedescendant")
    return page.locator(f"#{found}").inner_text() if found else ""


def test_a_record_is_found_and_opened_without_a_mouse(
    open_page: Opens, anna: User, nord: Customer
) -> None:
    page = open_page(anna)
    page.goto("/contacts")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Überall suchen")
    expect(box).to_be_focused()
    with finding(page, "nordb"):
        page.keyboard.type("nordb")
    expect(page.get_by_role("option", name="Nordbau").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#find-status")).to_have_text("1 Treffer")
    assert complaints(page, "de") == []
    assert active(page, "Überall suchen") == ""
    page.keyboard.press("ArrowDown")
    assert "Nordbau" in active(page, "Überall suchen")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option", name="Nordbau")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("nordb")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(nord.get_absolute_url()))


def test_enter_leads_to_the_page_and_all_of_a_kind_to_its_list(
    open_page: Opens, anna: User, nord: Customer
) -> None:
    page = open_page(anna)
    page.goto("/customers")
    page.keyboard.press("/")
    page.keyboard.type("bau")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Suche nach „bau“")
    page.keyboard.press("/")
    with finding(page, "nord"):
        page.keyboard.type("nord")
    shown = page.get_by_role("option", name="Alle anzeigen: Kunden")
    expect(shown).to_be_visible()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/customers\?q=nord"))
    expect(page.get_by_role("table")).to_contain_text("Nordbau")


def test_nothing_and_no_answer_are_said(
    open_page: Opens, anna: User, nord: Customer, watcher: Watcher
) -> None:
    watcher.expected = {503}
    page = open_page(anna)
    page.goto("/customers")
    page.keyboard.press("/")
    with finding(page, "xqzxqz"):
        page.keyboard.type("xqzxqz")
    expect(page.locator("#find-found")).to_have_text("Keine Treffer")
    page.route("**/search?*", lambda route: route.fulfill(status=503))
    page.keyboard.type("x")
    banner = page.get_by_role("banner")
    expect(banner.get_by_text("Die Suche hat nicht geantwortet.")).to_be_visible()
    assert all("/search" in each for each in watcher.complaints)
    watcher.complaints.clear()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_palette_opens_everything_by_its_names(
    open_page: Opens, anna: User, nord: Customer, width: int
) -> None:
    page = open_page(anna)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/customers")
    page.keyboard.press("/")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Befehlspalette")
    name = "Seite, Aktion oder Datensatz"
    expect(dialog.get_by_role("combobox", name=name)).to_be_focused()
    expect(dialog.get_by_role("option", name="Kunden", exact=True)).to_be_visible()
    assert complaints(page, "de") == []
    with finding(page, "erstellen > crm"):
        page.keyboard.type("erstellen > crm")
    expect(dialog.get_by_role("option")).to_have_count(1)
    expect(dialog.get_by_role("option")).to_have_attribute("aria-selected", "true")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunden erstellen")
    page.keyboard.press("Control+k")
    page.keyboard.type("nordbau")
    expect(dialog.get_by_role("option", name="Nordbau").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_g_and_a_letter_lead_to_the_main_pages(
    open_page: Opens, anna: User, nord: Customer
) -> None:
    keys = Keyboard(open_page(anna), "de")
    keys.open("/customers")
    for letter, title in (("o", "Kontakte"), ("b", "Papierkorb"), ("k", "Kunden")):
        with keys.page.expect_navigation():
            keys.press("g", letter)
        expect(keys.page.get_by_role("heading", level=1)).to_have_text(title)
    keys.press("?")
    help_ = keys.page.get_by_role("dialog", name="Tastaturkürzel")
    expect(help_).to_contain_text("Zu: Sammeländerungen")
    keys.check()
    keys.press("Escape", "/")
    keys.type("go")
    expect(keys.page.get_by_role("combobox", name="Überall suchen")).to_have_value("go")
    expect(keys.page).to_have_url(re.compile("/customers$"))


def test_the_settings_have_a_way_past_their_tabs(open_page: Opens, anna: User) -> None:
    keys = Keyboard(open_page(anna), "de")
    keys.open("/settings/company")
    keys.do("Zum Abschnitt springen", most=1)
    expect(keys.page.locator("#section")).to_be_focused()
    keys.check()
    keys.press("Tab")
    assert keys.page.locator("#section :focus").count() == 1


def test_single_letters_can_be_off_and_the_palette_still_opens(
    open_page: Opens, anna: User, nord: Customer
) -> None:
    page = open_page(anna)
    page.goto("/customers")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Tastaturkürzel")
    expect(help_).to_contain_text("Überall suchen")
    expect(help_).to_contain_text("Befehlspalette")
    help_.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Überall suchen")).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Befehlspalette")).to_be_visible()
