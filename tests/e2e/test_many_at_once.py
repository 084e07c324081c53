"""Working on many: fields changed for a selection, and cells edited in the list."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from klientel.domains.customers.actions.customers import change_customer, create_customers
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import box, button, choice, field, link, settled, toast
from .keyboard import Keyboard
from .watching import Watcher


@pytest.fixture
def three(actor: Actor) -> None:
    create_customers(actor, [NewCustomer(name=name) for name in ("Grue SA", "Kran AG", "Huber")])


def segments() -> dict[str, str]:
    return dict(Customer.objects.visible_to(SYSTEM).values_list("name", "segment"))


def test_fields_of_a_selection_are_changed_and_taken_back(
    open_page: Opens, anna: User, three: None
) -> None:
    page = open_page(anna, language="en")
    page.goto("/customers")
    box(page, "Select Grue SA").check()
    page.get_by_role("row", name="Kran AG").get_by_role("cell").last.click(modifiers=["Shift"])
    expect(page.get_by_role("region", name="Action panel")).to_contain_text("3 selected")
    button(page, "Change fields").click()
    expect(page.get_by_text("3 customers")).to_be_visible()
    box(page, "Segment").check()
    choice(page, "Segment").select_option("Rental company")
    box(page, "Note").check()
    field(page, "Note").fill("New price list sent")
    button(page, "Preview").click()

    expect(page.get_by_text("3 rows will be changed")).to_be_visible()
    assert set(segments().values()) == {"other"}
    link(page, "Back").click()
    expect(choice(page, "Segment")).to_have_value("rental")
    button(page, "Preview").click()
    button(page, "Change").click()

    expect(toast(page, "3 rows changed")).to_be_visible()
    assert set(segments().values()) == {"rental"}
    button(page, "Undo").click()
    expect(toast(page, "Undone")).to_be_visible()
    assert set(segments().values()) == {"other"}


def test_the_same_with_the_keyboard_alone(open_page: Opens, anna: User, three: None) -> None:
    keys = Keyboard(open_page(anna, language="en"))
    page = keys.page
    keys.open("/customers")
    page.keyboard.press("j")
    for _row in range(2):
        page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("region", name="Action panel")).to_contain_text("2 selected")
    with page.expect_navigation():
        page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change fields")
    keys.check()
    keys.skip()
    keys.to("Segment")
    keys.press("Space", "Tab")
    keys.type("Rental")
    keys.lead("Preview", most=60)
    expect(page.get_by_text("2 rows will be changed")).to_be_visible()
    keys.check()
    keys.lead("Change", most=60)
    expect(toast(page, "2 rows changed")).to_be_visible()
    keys.check()
    assert segments() == {"Grue SA": "rental", "Huber": "rental", "Kran AG": "other"}


def test_a_cell_is_edited_with_a_double_click(open_page: Opens, anna: User, three: None) -> None:
    page = open_page(anna, language="en")
    page.goto("/customers")
    row = page.get_by_role("row", name="Kran AG")
    row.get_by_role("cell", name="Other").dblclick()
    expect(box(page, "Select Kran AG")).not_to_be_checked()
    cell = page.get_by_role("combobox", name="Segment: Kran AG")
    expect(cell).to_be_focused()
    cell.select_option("Rental company")
    cell.press("Enter")
    expect(cell).to_have_count(0)
    expect(row.get_by_role("cell", name="Rental company")).to_be_visible()
    assert segments()["Kran AG"] == "rental"
    button(page, "Undo").click()
    expect(row.get_by_role("cell", name="Other")).to_be_visible()


def test_cells_are_edited_with_the_keyboard_alone(
    open_page: Opens, anna: User, watcher: Watcher, three: None
) -> None:
    watcher.expected.add(422)
    keys = Keyboard(open_page(anna, language="en"))
    page = keys.page
    keys.open("/customers")
    keys.press("j", "F2")
    name = page.get_by_role("textbox", name="Name: Grue SA")
    expect(name).to_be_focused()
    keys.check()
    page.keyboard.type("Grue & Fils SA")
    page.keyboard.press("Tab")
    number = page.get_by_role("textbox", name="Number: Grue & Fils SA")
    expect(number).to_be_focused()
    assert "Grue & Fils SA" in segments()

    taken = Customer.objects.visible_to(SYSTEM).get(name="Huber").number
    page.keyboard.type(taken)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is taken")
    keys.check()
    expect(number).to_have_value(taken)
    page.keyboard.press("Escape")
    expect(number).to_have_count(0)
    expect(link(page, "Grue & Fils SA")).to_be_focused()


def test_a_cell_says_when_somebody_else_was_quicker(
    open_page: Opens, anna: User, actor: Actor, watcher: Watcher, three: None
) -> None:
    watcher.expected.add(409)
    page = open_page(anna, language="en")
    page.goto("/customers")
    page.get_by_role("row", name="Grue SA").get_by_role("cell", name="Other").dblclick()
    segment = page.get_by_role("combobox", name="Segment: Grue SA")
    expect(segment).to_be_focused()
    grue = Customer.objects.visible_to(SYSTEM).get(name="Grue SA")
    change_customer(actor, grue, segment="dealer")
    segment.select_option("Rental company")
    expect(segment).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Someone else has set this to “Dealer”")
    assert segments()["Grue SA"] == "dealer"
    settled(page)
    expect(segment).to_be_focused()
    page.keyboard.press("Enter")
    expect(segment).to_have_count(0)
    assert segments()["Grue SA"] == "rental"
