"""A field of one's own: defined, filled in, found, edited in the list, removed and brought back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User
from klientel.services.customfields.actions.checking import Option
from klientel.services.customfields.actions.defining import add_field
from klientel.services.customfields.models import Definition

from .conftest import Opens
from .hands import box, button, choice, field, link, toast
from .test_keyboard import tab_to, type_into
from .watching import Watcher


def held(name: str) -> dict[str, object]:
    return dict(Customer.objects.visible_to(SYSTEM).get(name=name).custom)


def add_choice(page: Page, place: int, name: str) -> None:
    row = page.get_by_role("group", name=f"Auswahl {place}")
    field(row, "Auswahl auf Deutsch").fill(name)


@pytest.fixture
def discount(actor: Actor) -> Definition:
    options = [Option(labels={"de": name}) for name in ("Gold", "Silber")]
    names = {"de": "Rabattgruppe"}
    return add_field(actor, CUSTOMER, type="choice", names=names, options=options)


def test_a_field_of_ones_own_is_defined_and_filled_in(
    open_page: Opens, anna: User, actor: Actor
) -> None:
    customer = create_customer(actor, name="Nordbau GmbH")
    page = open_page(anna)
    page.goto("/settings")
    link(page, "Eigene Felder").click()
    link(page.get_by_role("main"), "Feld hinzufügen: Kunden").click()
    link(page.get_by_role("main"), "Auswahl").click()
    field(page, "Name auf Deutsch").fill("Rabattgruppe")
    add_choice(page, 1, "Gold")
    button(page, "Auswahl hinzufügen").click()
    add_choice(page, 2, "Silber")
    button(page, "Speichern & Schließen").click()
    expect(toast(page, "Feld „Rabattgruppe“ hinzugefügt")).to_be_visible()
    expect(link(page.get_by_role("main"), "Rabattgruppe")).to_be_visible()

    page.goto(f"/customers/{customer.pk}/edit")
    choice(page, "Rabattgruppe").select_option(label="Gold")
    button(page, "Speichern").click()
    expect(toast(page, "Änderungen gespeichert")).to_be_visible()
    expect(page.get_by_text("Rabattgruppe → Gold")).to_be_visible()
    assert held("Nordbau GmbH") == {"rabattgruppe": "gold"}


def test_the_list_shows_edits_and_finds_it(
    open_page: Opens, anna: User, actor: Actor, discount: Definition
) -> None:
    create_customer(actor, name="Nordbau GmbH", custom={discount.key: "gold"})
    create_customer(actor, name="Südbau GmbH")
    page = open_page(anna)
    page.goto("/customers?columns=name.custom_rabattgruppe")
    expect(page.get_by_role("columnheader", name="Rabattgruppe")).to_be_visible()
    row = page.get_by_role("row", name="Nordbau GmbH")
    row.get_by_role("cell", name="Gold").dblclick()
    editor = page.get_by_role("combobox", name="Rabattgruppe: Nordbau GmbH")
    expect(editor).to_be_focused()
    editor.select_option(label="Silber")
    editor.press("Enter")
    expect(editor).to_have_count(0)
    expect(row.get_by_role("cell", name="Silber")).to_be_visible()
    assert held("Nordbau GmbH") == {"rabattgruppe": "silber"}

    page.goto('/customers?where=[["custom.rabattgruppe","in","silber"]]')
    expect(page.get_by_role("row", name="Nordbau GmbH")).to_be_visible()
    expect(page.get_by_role("row", name="Südbau GmbH")).to_have_count(0)


def test_a_field_is_removed_with_numbers_and_brought_back(
    open_page: Opens, anna: User, actor: Actor, discount: Definition
) -> None:
    create_customer(actor, name="Nordbau GmbH", custom={discount.key: "gold"})
    page = open_page(anna)
    page.goto("/settings/custom-fields")
    link(page, "Rabattgruppe entfernen").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 Datensatz hat einen Wert")
    button(dialog, "Feld entfernen").click()
    expect(toast(page, "Feld „Rabattgruppe“ entfernt")).to_be_visible()
    button(page, "Rückgängig").click()
    expect(link(page.get_by_role("main"), "Rabattgruppe")).to_be_visible()
    assert held("Nordbau GmbH") == {"rabattgruppe": "gold"}


def test_a_field_is_defined_and_filled_in_without_a_mouse(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    watcher.expected = {422}
    page = open_page(anna, language="en")
    page.goto("/settings/custom-fields")
    tab_to(page, "Add field: Customers")
    page.keyboard.press("Enter")
    expect(page.get_by_text("What does the field hold?")).to_be_visible()
    tab_to(page, "Date")
    page.keyboard.press("Enter")
    expect(field(page, "Name in English")).to_be_visible()
    type_into(page, "Name in English", "Contract until")
    tab_to(page, "Required")
    page.keyboard.press("Space")
    expect(box(page, "Required")).to_be_checked()
    page.keyboard.press("Enter")
    expect(link(page.get_by_role("main"), "Contract until")).to_be_visible()
    assert Definition.objects.visible_to(SYSTEM).get().required

    page.goto("/customers/add")
    expect(field(page, "Name of the customer")).to_be_visible()
    type_into(page, "Name of the customer", "Ohne Maus")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    field(page, "Contract until").focus()
    page.keyboard.type("31 Dec 2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ohne Maus")
    expect(page.get_by_role("main").get_by_text("31/12/2026").first).to_be_visible()
    assert held("Ohne Maus") == {"contract_until": "2026-12-31"}


def test_fields_change_places_with_the_keyboard(open_page: Opens, anna: User, actor: Actor) -> None:
    for name in ("Erstes", "Zweites"):
        add_field(actor, CUSTOMER, type="text", names={"de": name})
    page = open_page(anna)
    page.goto("/settings/custom-fields")
    button(page, "Zweites nach oben").focus()
    page.keyboard.press("Enter")
    expect(toast(page, "Feld „Zweites“ verschoben")).to_be_visible()
    rows = page.get_by_role("main").get_by_role("listitem").get_by_role("link")
    expect(rows.first).to_have_text("Zweites")
    expect(button(page, "Zweites nach unten")).to_be_focused()
