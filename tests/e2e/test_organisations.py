"""Customers by organisation: added, dragged into one, moved by keyboard, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Contact
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button, field, finding, link
from .watching import Watcher


@pytest.fixture
def places(actor: Actor) -> None:
    """Two organisations, one of them empty, and two people of none."""
    create_customer(actor, name="Nordbau GmbH", contacts=[{"last_name": "Arp"}])
    create_customer(actor, name="Südkran AG")
    add_contact(actor, last_name="Boje", customer_id=None)
    add_contact(actor, last_name="Carstens", customer_id=None)


def branch(page: Page, name: str) -> Locator:
    return page.locator("tbody", has=page.locator("th", has_text=name))


def at(name: str) -> str:
    """The organisation somebody is at."""
    contact = Contact.objects.visible_to(SYSTEM).select_related("customer").get(last_name=name)
    return contact.customer.name if contact.customer else ""


def test_a_customer_is_added_and_dragged_into_an_organisation(
    open_page: Opens, anna: User, places: None
) -> None:
    page = open_page(anna)
    page.goto("/")
    link(page.get_by_role("navigation", name="Hauptnavigation"), "Kunden").click()
    link(page, "Nach Kundenorganisation").click()
    expect(branch(page, "Südkran AG")).to_be_visible()

    button(page, "Hinzufügen").click()
    page.get_by_role("menuitem", name="Kunde", exact=True).click()
    field(page, "E-Mail-Adresse").fill("jana@isarwinkel.example")
    field(page, "Nachname").fill("Öztürk")
    with page.expect_navigation():
        button(page, "Erstellen").click()
    expect(branch(page, "Ohne Organisation")).to_contain_text("Öztürk")

    link(page, "Öztürk").drag_to(branch(page, "Südkran AG").locator("th"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Öztürk nach Südkran AG verschieben?")
    button(dialog, "Verschieben").click()
    expect(branch(page, "Südkran AG")).to_contain_text("Öztürk")
    assert at("Öztürk") == "Südkran AG"

    button(page, "Rückgängig").click()
    expect(branch(page, "Ohne Organisation")).to_contain_text("Öztürk")
    assert at("Öztürk") == ""


def test_several_are_dragged_out_of_an_organisation_and_a_cancelled_drag_changes_nothing(
    open_page: Opens, anna: User, places: None
) -> None:
    page = open_page(anna)
    page.goto("/contacts/organisations")
    for name in ("Boje", "Carstens"):
        page.get_by_role("checkbox", name=f"{name} auswählen").check()
    link(page, "Boje").drag_to(branch(page, "Nordbau GmbH").locator("th"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 Kontakte nach Nordbau GmbH verschieben?")
    button(dialog, "Abbrechen").click()
    assert at("Boje") == ""

    link(page, "Boje").drag_to(branch(page, "Nordbau GmbH").locator("th"))
    button(page.get_by_role("dialog"), "Verschieben").click()
    expect(branch(page, "Nordbau GmbH")).to_contain_text("Carstens")
    link(page, "Arp").drag_to(branch(page, "Ohne Organisation").locator("th"))
    expect(page.get_by_role("dialog")).to_contain_text("Danach ohne primären Kontakt: Nordbau GmbH")
    button(page.get_by_role("dialog"), "Verschieben").click()
    expect(branch(page, "Ohne Organisation")).to_contain_text("Arp")
    assert (at("Arp"), at("Boje"), at("Carstens")) == ("", "Nordbau GmbH", "Nordbau GmbH")


def test_a_contact_is_moved_without_a_mouse(open_page: Opens, anna: User, places: None) -> None:
    page = open_page(anna)
    page.goto("/contacts/organisations")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("m")
    expect(page.get_by_role("searchbox", name="Organisation suchen")).to_be_focused()
    with finding(page, "sud"):
        page.keyboard.type("sud")
    offered = page.get_by_role("dialog").get_by_role("radio")
    expect(offered).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Südkran AG")).to_be_checked()
    page.keyboard.press("Enter")
    expect(branch(page, "Südkran AG")).to_contain_text("Boje")
    assert at("Boje") == "Südkran AG"


def test_a_branch_folds(open_page: Opens, anna: User, places: None) -> None:
    page = open_page(anna)
    page.goto("/customers/organisations")
    toggle = button(page, "Personen von Nordbau GmbH")
    toggle.press("Enter")
    expect(link(page, "Arp")).to_be_hidden()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.press("Enter")
    expect(link(page, "Arp")).to_be_visible()


def test_an_organisation_needs_its_name_only(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    watcher.expected = {422}
    page = open_page(anna)
    page.goto("/customers/organisations")
    button(page, "Hinzufügen").click()
    page.get_by_role("menuitem", name="Kundenorganisation", exact=True).click()
    button(page, "Erstellen").click()
    expect(page.get_by_text("Geben Sie einen Namen ein.").first).to_be_visible()
    field(page, "Name der Organisation").fill("Isarbau KG")
    button(page, "Erstellen").click()
    expect(branch(page, "Isarbau KG")).to_be_visible()
