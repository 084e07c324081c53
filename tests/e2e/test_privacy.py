"""The bin, the file about a person, erasing one, and the periods things are kept for."""

from __future__ import annotations

import json
import zipfile

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.actions.deleting import delete_customers
from klientel.domains.customers.actions.notes import add_note
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User
from klientel.services.search.models import Document

from .conftest import Opens
from .hands import button, field, link, settled, toast
from .test_keyboard import tab_to
from .watching import Watcher


@pytest.fixture
def binned(actor: Actor) -> None:
    """Three customers that went in one act, and one that went on its own."""
    several = [
        create_customer(actor, name=f"{name} GmbH", contacts=[{"last_name": name}])
        for name in ("Arp", "Boje", "Clasen")
    ]
    delete_customers(actor.via("web", "1" * 32), several)
    alone = create_customer(actor, name="Dierks KG")
    delete_customers(actor.via("web", "2" * 32), [alone])


def living() -> set[str]:
    return set(Customer.objects.visible_to(SYSTEM).values_list("name", flat=True))


def choose(page: Page, row: str, action: str) -> None:
    """From the menu of its row."""
    settled(page)
    page.get_by_role("button", name=f"Aktionen für {row}").click()
    page.get_by_role("menuitem", name=action, exact=True).click()


def test_one_comes_back_then_a_whole_act_and_one_goes_for_good(
    open_page: Opens, anna: User, watcher: Watcher, binned: None
) -> None:
    watcher.expected = {422}
    page = open_page(anna)
    page.goto("/")
    link(page.get_by_role("navigation", name="Hauptnavigation"), "Papierkorb").click()
    expect(page.get_by_role("row", name="Arp GmbH")).to_contain_text("1 Kontakt")
    choose(page, "Arp GmbH", "Wiederherstellen")
    expect(toast(page, "1 Datensatz wiederhergestellt")).to_be_visible()
    assert living() == {"Arp GmbH"}

    choose(page, "Boje GmbH", "Ganzen Vorgang wiederherstellen")
    expect(toast(page, "2 Datensätze wiederhergestellt")).to_be_visible()
    assert living() == {"Arp GmbH", "Boje GmbH", "Clasen GmbH"}
    assert Contact.objects.visible_to(SYSTEM).count() == 3

    choose(page, "Dierks KG", "Endgültig löschen")
    dialog = page.get_by_role("dialog")
    field(dialog, "Zur Bestätigung „Dierks KG“ eingeben").fill("Dierks")
    button(dialog, "Endgültig löschen").click()
    expect(page.get_by_text("Das stimmt nicht mit der Vorgabe überein.")).to_be_visible()
    field(dialog, "Zur Bestätigung „Dierks KG“ eingeben").fill("Dierks KG")
    button(dialog, "Endgültig löschen").click()
    expect(page.get_by_role("heading", name="Nichts liegt im Papierkorb")).to_be_visible()
    assert not Customer.objects.visible_to(SYSTEM, deleted=True).exists()


def test_a_person_gets_their_file(open_page: Opens, anna: User, actor: Actor) -> None:
    person = add_contact(actor, first_name="Zoé", last_name="Dupont", customer_id=None)
    add_note(actor, person, text="Am besten vormittags.")
    page = open_page(anna)
    page.goto("/contacts")
    choose(page, "Zoé Dupont", "Auskunft")
    expect(page.get_by_role("heading", name="Auskunft", level=1)).to_be_visible()
    expect(page.get_by_text("Am besten vormittags.")).to_be_visible()
    link(page, "Französisch").click()
    expect(page.get_by_role("heading", name="D’où viennent les données")).to_be_visible()
    with page.expect_download() as download:
        button(page, "Als ZIP herunterladen").click()
    with zipfile.ZipFile(download.value.path()) as packed:
        assert '<html lang="fr">' in packed.read("index.html").decode()
        assert json.loads(packed.read("person.json"))["name"] == "Zoé Dupont"


def test_a_person_is_erased_without_a_mouse(open_page: Opens, anna: User, actor: Actor) -> None:
    person = add_contact(actor, first_name="Zoé", last_name="Dupont", customer_id=None)
    page = open_page(anna, language="en")
    page.goto(f"/contacts/{person.pk}/person")
    tab_to(page, "Erase personal data")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(link(dialog, "Cancel")).to_be_focused()
    settled(page)
    page.keyboard.press("Shift+Tab")
    expect(field(dialog, "Type “Zoé Dupont” to confirm")).to_be_focused()
    page.keyboard.type("Zoé Dupont")
    expect(field(dialog, "Type “Zoé Dupont” to confirm")).to_have_value("Zoé Dupont")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Anonym {person.pk}")
    assert not Document.objects.filter(text__contains="dupont").exists()


def test_a_period_is_set(open_page: Opens, anna: User) -> None:
    page = open_page(anna)
    page.goto("/settings/privacy")
    days = page.get_by_role("spinbutton", name="Papierkorb: Tage")
    days.fill("30")
    button(page, "Speichern").click()
    expect(toast(page, "Aufbewahrungsfristen gespeichert")).to_be_visible()
    expect(days).to_have_value("30")
    link(page, "Verzeichnis der Verarbeitungstätigkeiten").click()
    expect(page.get_by_role("cell", name="customers.contact.last_name")).to_be_visible()
