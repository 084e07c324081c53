"""The lists of categories, kept by hand and by keyboard: added, used, replaced, taken back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from klientel.domains.customers import queries
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button, choice, field, link, toast
from .watching import Watcher


def has(name: str) -> tuple[str, str]:
    customer = Customer.objects.visible_to(SYSTEM).get(name=name)
    fields = queries.customer_fields([customer])[customer.pk]
    return fields["category"], fields["subcategory"]


def add(page: Page, name: str, below: str = "") -> None:
    main = page.get_by_role("main")
    field(main, "Name").fill(name)
    if below:
        choice(main, "Unterhalb von").select_option(label=below)
    field(main, "Name").press("Enter")
    expect(toast(page, f"„{name}“ hinzugefügt")).to_be_visible()


def test_categories_are_kept_in_the_settings_and_one_in_use_is_replaced(
    open_page: Opens, anna: User, actor: Actor, watcher: Watcher
) -> None:
    watcher.expected = {422}
    create_customer(actor, name="Nordbau GmbH", category="Rahmen", subcategory="Messe")
    page = open_page(anna)
    page.goto("/settings")
    link(page, "Kundenkategorien").click()
    bar = page.get_by_role("navigation", name="Hauptnavigation")
    expect(link(bar, "Einstellungen")).to_have_attribute("aria-current", "page")
    add(page, "Stammkunde")
    add(page, "Groß", "Stammkunde")

    link(page, "Rahmen entfernen").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("In Gebrauch bei: 1 Kunde.")
    button(dialog, "Kategorie entfernen").click()
    expect(page.get_by_role("dialog")).to_contain_text("Wählen Sie, was sie ersetzt.")
    dialog.get_by_role("radio", name="Stammkunde").check()
    button(dialog, "Kategorie entfernen").click()
    expect(toast(page, "„Rahmen“ entfernt")).to_be_visible()
    assert has("Nordbau GmbH") == ("Stammkunde", "Messe")

    button(page, "Rückgängig").click()
    expect(link(page, "Rahmen entfernen")).to_be_visible()
    assert has("Nordbau GmbH") == ("Rahmen", "Messe")

    link(page, "Messe bearbeiten").click()
    expect(field(page.get_by_role("dialog"), "Name")).to_be_focused()
    field(page.get_by_role("dialog"), "Name").fill("Messebau")
    choice(page.get_by_role("dialog"), "Kundenkategorie").select_option(label="Stammkunde")
    button(page.get_by_role("dialog"), "Speichern").click()
    expect(toast(page, "„Messebau“ gespeichert")).to_be_visible()
    assert has("Nordbau GmbH") == ("Stammkunde", "Messebau")
