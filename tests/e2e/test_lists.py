"""The list: search, filter by the date added, import a file, export the view."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer, create_customers
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.lib import clock
from klientel.services.accounts.models import User

from .conftest import PHONE, Opens
from .hands import button, field, link, settled

NORTHWIND = Path("klientel/services/transfer/tests/data/customers.csv")


@pytest.fixture
def three(actor: Actor) -> None:
    """One customer from last year, one from last week, one from today."""
    for days, name in ((400, "Müller Bau"), (7, "Grue Léman"), (0, "Kran AG")):
        with clock.standing_at(clock.now() - timedelta(days=days)):
            create_customer(actor, name=name, contacts=[{"last_name": f"Chef {name}"}])


def test_the_list_is_searched_filtered_by_date_and_exported(
    open_page: Opens, anna: User, three: None, tmp_path: Path
) -> None:
    page = open_page(anna)
    page.goto("/customers")
    search = page.get_by_role("searchbox", name="In dieser Liste suchen")
    search.press_sequentially("muller")
    expect(link(page, "Grue Léman")).to_have_count(0)
    expect(link(page, "Müller Bau")).to_be_visible()
    search.fill("")
    expect(link(page, "Grue Léman")).to_be_visible()
    settled(page)

    page.locator("summary", has_text="Filter").click()
    today = clock.now().astimezone().date()
    page.get_by_label("Datum hinzugefügt ab").fill((today - timedelta(days=8)).isoformat())
    page.get_by_label("Datum hinzugefügt bis").fill((today - timedelta(days=6)).isoformat())
    button(page, "Anwenden").click()
    expect(link(page, "Kran AG")).to_have_count(0)
    expect(link(page, "Müller Bau")).to_have_count(0)
    expect(link(page, "Grue Léman")).to_be_visible()

    rows = exported(page, tmp_path)
    assert [row["Name"] for row in rows] == ["Grue Léman"]
    assert rows[0]["Segment"] == "Sonstige"


def exported(page: Page, folder: Path) -> list[dict[str, str]]:
    link(page, "Exportieren").click()
    with page.expect_download() as download:
        button(page.get_by_role("dialog"), "Exportieren").click()
    target = folder / "kunden.csv"
    download.value.save_as(target)
    text = target.read_text(encoding="utf-8-sig")
    dialect = csv.Sniffer().sniff(text.splitlines()[0], delimiters=",;")
    return list(csv.DictReader(text.splitlines(), dialect=dialect))


def test_the_northwind_customers_are_imported_and_taken_back(open_page: Opens, anna: User) -> None:
    page = open_page(anna)
    page.goto("/customers")
    link(page.get_by_role("main"), "Importieren").first.click()
    page.locator("input[type=file]").set_input_files(NORTHWIND)
    button(page, "Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spalten zuordnen")
    expect(page.get_by_role("row", name="companyName")).to_be_visible()
    button(page, "Zeilen prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschau der Änderungen")
    assert not Customer.objects.visible_to(SYSTEM).exists()
    button(page, "Importieren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ergebnis des Imports")
    assert Customer.objects.visible_to(SYSTEM).count() == 91
    assert Contact.objects.visible_to(SYSTEM).count() == 91

    page.goto("/customers")
    page.get_by_role("searchbox", name="In dieser Liste suchen").press_sequentially("alf")
    expect(link(page, "Alfreds Futterkiste")).to_be_visible()
    page.go_back()
    button(page, "Import rückgängig machen").click()
    expect(page.get_by_text("Der Import wurde rückgängig gemacht")).to_be_visible()
    assert not Customer.objects.visible_to(SYSTEM).exists()


def test_the_list_and_the_record_speak_english(open_page: Opens, anna: User, three: None) -> None:
    page = open_page(anna, language="en")
    page.goto("/customers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")
    page.get_by_role("checkbox", name="Select Müller Bau").check()
    page.get_by_role("checkbox", name="Select Kran AG").check()
    expect(page.get_by_role("region", name="Action panel")).to_contain_text("2 selected")
    button(page, "More actions").click()
    page.get_by_role("menuitem", name="Set inactive").click()
    expect(page.get_by_role("checkbox", name="Select Müller Bau")).not_to_be_checked()
    states = Customer.objects.visible_to(SYSTEM).order_by("name_fold").values_list("name", "active")
    assert dict(states) == {"Müller Bau": False, "Kran AG": False, "Grue Léman": True}
    link(page, "Müller Bau").click()
    expect(page.get_by_role("definition").filter(has_text="Inactive")).to_be_visible()
    link(page, "Edit").click()
    field(page, "Note").fill("Calls back on Monday")
    button(page, "Save").click()
    expect(page.get_by_role("complementary", name="History")).to_contain_text("Calls back")


def test_a_finger_finds_the_menu_of_a_row(open_page: Opens, anna: User, three: None) -> None:
    page = open_page(anna, size=PHONE)
    screen = page.context.new_cdp_session(page)
    screen.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.goto("/customers")
    more = button(page, "Aktionen für Kran AG")
    expect(more).to_have_css("opacity", "1")
    more.click()
    expect(page.get_by_role("menuitem", name="Segment ändern")).to_be_visible()


def test_the_head_of_a_wide_list_covers_no_row(open_page: Opens, anna: User, three: None) -> None:
    page = open_page(anna)
    page.goto("/customers")
    page.locator("summary[aria-label='Spalten wählen']").click()
    boxes = page.locator("form[data-controller=k-columns] input[type=checkbox]:not(:checked)")
    while boxes.count():
        boxes.first.check()
    with page.expect_navigation():
        button(page, "Anwenden").last.click()
    assert page.locator(".overflow-x-auto > table").count()
    head, row = page.locator("thead").first, page.locator("#rows tr").first
    above, below = head.bounding_box(), row.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"] + 1


def test_scrolling_brings_the_next_rows(open_page: Opens, actor: Actor, anna: User) -> None:
    create_customers(actor, [{"name": f"Firma {number:03}"} for number in range(130)])
    page = open_page(anna)
    page.goto("/customers")
    rows = page.get_by_role("row")
    while (before := rows.count()) < 130:
        rows.last.scroll_into_view_if_needed()
        page.mouse.wheel(0, 4000)
        expect(rows).not_to_have_count(before)
    expect(link(page, "Firma 129")).to_be_visible()
