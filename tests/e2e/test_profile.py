"""The profile of a customer: notes beside its history, and who is its primary contact."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button, link, toast


@pytest.fixture
def nord(actor: Actor) -> Customer:
    return create_customer(
        actor,
        name="Nordbau GmbH",
        contacts=[{"last_name": "Arp"}, {"last_name": "Boje"}],
    )


TABLES = ("/contacts", "/contacts/organisations", "/customers/{}/contacts")


def primary() -> list[str]:
    live = Contact.objects.visible_to(SYSTEM).filter(primary=True)
    return [contact.last_name for contact in live]


def test_a_note_is_written_pinned_found_and_taken_back(
    open_page: Opens, anna: User, nord: Customer
) -> None:
    page = open_page(anna)
    page.goto(nord.get_absolute_url())
    expect(page.get_by_role("heading", name="Profil-Infos")).to_be_visible()
    page.get_by_label("Notiz schreiben").fill("Zweite Baustelle in Hürth")
    button(page, "Notiz hinzufügen").click()
    history = page.get_by_role("complementary", name="Verlauf")
    expect(history).to_contain_text("Zweite Baustelle in Hürth")

    link(history, "Notizen").click()
    expect(history).not_to_contain_text("Kunde erstellt")
    history.get_by_role("link", name="Notiz bearbeiten").click()
    history.get_by_label("Notiz", exact=True).fill("Zweite Baustelle in Hürth ab Mai")
    history.get_by_label("Oben anheften").last.check()
    button(history, "Speichern").click()
    expect(history).to_contain_text("Oben angeheftet")
    expect(history).to_contain_text("Hürth ab Mai")

    link(history, "Änderungen").click()
    expect(history).not_to_contain_text("Hürth")
    expect(history).to_contain_text("Kunde erstellt")

    link(history, "Notizen").click()
    history.get_by_role("link", name="Notiz bearbeiten").click()
    button(history, "Notiz löschen").click()
    expect(toast(page, "Notiz gelöscht")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Rückgängig", exact=True).first.click()
    page.goto("/customers?q=huerth")
    expect(link(page, "Nordbau GmbH")).to_be_visible()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", ["right click", "Shift+F10", "⋮"])
def test_a_contact_is_edited_from_every_table_in_three_ways(
    open_page: Opens, anna: User, nord: Customer, table: str, way: str
) -> None:
    page = open_page(anna)
    page.goto(table.format(nord.pk))
    row = link(page, "Boje")
    if way == "right click":
        row.click(button="right")
    elif way == "⋮":
        row.hover()
        button(page, "Aktionen für Boje").click()
    else:
        row.focus()
        page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Kontakt bearbeiten").click()
    heading = page.get_by_role("heading", name="Persönliche Informationen")
    personal = page.locator("section").filter(has=heading).last
    personal.get_by_role("checkbox", name="Primärer Kontakt (Technik)").check()
    form = page.get_by_role("main").locator("form")
    expect(form.get_by_role("button").last).to_have_text("Speichern & Schließen")
    button(page, "Speichern & Schließen").click()
    expect(page.get_by_title("Primärer Kontakt (Technik)")).to_have_text("Technik")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_title("Primärer Kontakt (Technik)")).to_be_visible()
    expect(page.get_by_title("Primärer Kontakt", exact=True)).to_have_text("Primär")


@pytest.mark.parametrize("table", TABLES)
def test_the_primary_contact_is_identified_from_every_table(
    open_page: Opens, anna: User, nord: Customer, table: str
) -> None:
    assert primary() == ["Arp"]
    page = open_page(anna)
    page.goto(table.format(nord.pk))
    _show_column(page, "Primärer Kontakt")
    came = page.url
    expect(page.get_by_role("columnheader", name="Primärer Kontakt")).to_be_visible()
    link(page, "Boje").click(button="right")
    page.get_by_role("menuitem", name="Kontakt bearbeiten").click()
    expect(page.get_by_role("heading", name="Persönliche Informationen")).to_be_visible()
    page.get_by_role("checkbox", name="Primärer Kontakt", exact=True).check()
    button(page, "Speichern & Schließen").click()
    expect(page.get_by_role("columnheader", name="Primärer Kontakt")).to_be_visible()
    assert page.url == came
    assert primary() == ["Boje"]


def _show_column(page: Page, title: str) -> None:
    page.get_by_label("Spalten wählen").click()
    page.get_by_role("checkbox", name=title, exact=True).check()
    with page.expect_navigation():
        button(page, "Anwenden").click()


def test_deleting_the_primary_contact_asks_for_a_successor(
    open_page: Opens, anna: User, nord: Customer
) -> None:
    page = open_page(anna)
    page.goto(f"/customers/{nord.pk}/contacts")
    page.get_by_role("table").get_by_role("link", name="Arp", exact=True).click()
    button(page, "Kontakt löschen").or_(link(page, "Kontakt löschen")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Niemand")).to_be_checked()
    dialog.get_by_role("radio", name="Boje").check()
    button(dialog, "Kontakt löschen").click()
    expect(page.get_by_role("table")).to_contain_text("Boje")
    expect(page.get_by_role("table")).not_to_contain_text("Arp")
    assert primary() == ["Boje"]
