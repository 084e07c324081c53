"""Parent companies: the new customer below one, above one, and both in one list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import box, button, choice, field, finding, link, toast
from .watching import Watcher


@pytest.fixture
def firms(actor: Actor) -> dict[str, Customer]:
    names = ("Nordbau Holding AG", "Nordbau Süd GmbH", "Nordbau West GmbH")
    return {name: create_customer(actor, name=name) for name in names}


def families() -> dict[str, tuple[str, str]]:
    """By name: the parent and what one is to it."""
    below = Customer.objects.visible_to(SYSTEM).exclude(parent=None).select_related("parent")
    return {
        row.name: (row.parent.name, row.parent_relation) for row in below if row.parent is not None
    }


def tab(page: Page) -> None:
    page.get_by_role("link", name="Tochterfirmen").click()
    expect(page.get_by_role("link", name="Tochterfirmen")).to_have_attribute("aria-current", "page")


def test_a_new_customer_becomes_a_branch_of_one_that_is_there(
    open_page: Opens, anna: User, firms: dict[str, Customer]
) -> None:
    page = open_page(anna)
    page.goto(firms["Nordbau Holding AG"].get_absolute_url())
    tab(page)
    expect(page.get_by_text("Noch keine Tochterfirmen")).to_be_visible()
    page.get_by_role("link", name="Neue Tochterfirma").click()
    expect(choice(page, "Name der Mutterfirma")).to_have_value("Nordbau Holding AG (10001)")
    choice(page, "Art der Beziehung zur Mutterfirma").select_option("Zweigstelle")
    field(page, "Name des Kunden").fill("Lena Arp")
    field(page, "Name des Unternehmens").fill("Nordbau Hafen GmbH")
    button(page, "Speichern").click()

    row = page.get_by_role("row", name="Nordbau Hafen GmbH")
    expect(row).to_contain_text("Zweigstelle")
    assert families() == {"Nordbau Hafen GmbH": ("Nordbau Holding AG", "branch")}
    link(row, "Nordbau Hafen GmbH").click()
    link(page, "Zweigstelle von Nordbau Holding AG").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nordbau Holding AG")


def test_a_new_customer_becomes_the_parent_by_its_name(
    open_page: Opens, anna: User, firms: dict[str, Customer], watcher: Watcher
) -> None:
    watcher.expected = {422}
    page = open_page(anna)
    page.goto(firms["Nordbau Süd GmbH"].get_absolute_url())
    link(page, "Bearbeiten").click()
    parent = choice(page, "Name der Mutterfirma")
    parent.press_sequentially("holding")
    offered = page.locator("#parents option")
    expect(offered).to_have_count(2)
    expect(offered.first).to_have_attribute("value", "keine")
    expect(offered.last).to_have_attribute("value", "Nordbau Holding AG (10001)")
    parent.fill("Nordbau Holding AG (10001)")
    choice(page, "Art der Beziehung zur Mutterfirma").select_option("Franchise-Firma")
    button(page, "Speichern").click()
    expect(link(page, "Franchise-Firma von Nordbau Holding AG")).to_be_visible()
    assert families() == {"Nordbau Süd GmbH": ("Nordbau Holding AG", "franchise")}

    page.goto(f"/customers/{firms['Nordbau West GmbH'].pk}/edit")
    choice(page, "Name der Mutterfirma").fill("Nordbau Süd GmbH")
    button(page, "Speichern").click()
    refusal = "Nordbau Süd GmbH gehört zu einer anderen Firma und kann deshalb keine Tochterfirmen"
    expect(page.get_by_text(refusal)).to_be_visible()


def choose(page: Page, typed: str, name: str) -> None:
    """Types into the search of the dialog, goes on to what it found and ticks it."""
    dialog = page.get_by_role("dialog", name="Tochterfirma zuordnen")
    search = dialog.get_by_role("searchbox", name="Firma suchen")
    search.focus()
    search.select_text()
    with finding(page, typed):
        page.keyboard.type(typed)
    found = dialog.get_by_role("checkbox", name=name)
    expect(found).to_be_visible()
    found.focus()
    page.keyboard.press("Space")
    expect(found).to_be_checked()


def test_existing_companies_are_associated_without_a_mouse(
    open_page: Opens, anna: User, firms: dict[str, Customer]
) -> None:
    page = open_page(anna)
    page.goto(f"/customers/{firms['Nordbau Holding AG'].pk}/subsidiaries")
    page.get_by_role("link", name="Tochterfirma zuordnen").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Tochterfirma zuordnen")
    expect(dialog.get_by_role("searchbox", name="Firma suchen")).to_be_focused()
    own = dialog.get_by_role("checkbox", name="Nordbau Holding AG")
    expect(own).to_be_disabled()
    choose(page, "Süd", "Nordbau Süd GmbH")
    expect(own).to_have_count(0)
    choose(page, "West", "Nordbau West GmbH")
    expect(dialog.get_by_role("checkbox", name="Nordbau Süd GmbH")).to_be_checked()
    button(dialog, "Zuordnen").focus()
    page.keyboard.press("Enter")
    expect(toast(page, "2 Tochterfirmen zugeordnet")).to_be_visible()
    assert set(families()) == {"Nordbau Süd GmbH", "Nordbau West GmbH"}


def test_a_subsidiary_is_taken_out_and_back_without_a_mouse(
    open_page: Opens, anna: User, actor: Actor, firms: dict[str, Customer]
) -> None:
    mother = firms["Nordbau Holding AG"]
    create_customer(actor, name="Nordbau Hafen GmbH", parent=mother.number)
    page = open_page(anna)
    page.goto(f"/customers/{mother.pk}/subsidiaries")
    row = page.get_by_role("row", name="Nordbau Hafen GmbH")
    row.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    button(page, "Aus der Mutterfirma lösen").first.focus()
    page.keyboard.press("Enter")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Nordbau Hafen GmbH aus der Mutterfirma lösen?")
    button(asked, "Aus der Mutterfirma lösen").focus()
    page.keyboard.press("Enter")
    expect(toast(page, "Nordbau Hafen GmbH ist jetzt unabhängig")).to_be_visible()
    assert families() == {}
    button(page, "Rückgängig").focus()
    page.keyboard.press("Enter")
    expect(row).to_be_visible()
    assert set(families()) == {"Nordbau Hafen GmbH"}


def test_a_list_has_parent_and_subsidiaries(
    open_page: Opens, anna: User, actor: Actor, firms: dict[str, Customer]
) -> None:
    create_customer(actor, name="Nordbau Hafen GmbH", parent=firms["Nordbau Holding AG"].number)
    page = open_page(anna)
    page.goto("/customers")
    page.locator("summary", has_text="Filter").click()
    choice(page, "Name der Mutterfirma").fill("Nordbau Holding AG")
    box(page, "Mutter- und Tochterfirmen").check()
    button(page, "Anwenden").click()
    expect(page.get_by_text("2 von 4 Kunden")).to_be_visible()
    rows = page.locator("#rows")
    expect(rows).to_contain_text("Nordbau Holding AG")
    expect(rows).to_contain_text("Nordbau Hafen GmbH")
