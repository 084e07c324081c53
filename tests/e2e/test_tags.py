"""Tags: put on a record, on many, followed to all that have one; the list of them maintained."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from klientel.domains.customers import queries
from klientel.domains.customers.actions.customers import create_customers
from klientel.domains.customers.actions.tags import add_tag
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import box, button, choice, field, link, toast
from .keyboard import Keyboard


@pytest.fixture
def two(actor: Actor) -> list[Customer]:
    add_tag(actor, "VIP")
    create_customers(actor, [NewCustomer(name=name) for name in ("Grue SA", "Kran AG")])
    return list(Customer.objects.visible_to(SYSTEM).order_by("name"))


def has() -> dict[str, list[str]]:
    rows = list(Customer.objects.visible_to(SYSTEM))
    found = queries.customer_fields(rows)
    return {row.name: found[row.pk]["tags"] for row in rows}


def test_a_record_gets_tags_and_one_leads_to_all_that_have_it(
    open_page: Opens, anna: User, two: list[Customer]
) -> None:
    page = open_page(anna, language="en")
    page.goto(f"/customers/{two[0].pk}/edit")
    typed = choice(page, "Tags")
    typed.fill("Trade fair")
    typed.press("Enter")
    expect(typed).to_have_value("")
    typed.fill("VIP")
    typed.press("Tab")
    expect(button(page, "Remove VIP")).to_be_visible()
    button(page, "Remove Trade fair").click()
    expect(button(page, "Remove VIP")).to_be_focused()
    button(page, "Save").click()
    link(page, "VIP").click()
    expect(page.get_by_text("1 of 2 customers")).to_be_visible()
    expect(link(page, "Grue SA")).to_be_visible()
    assert has() == {"Grue SA": ["VIP"], "Kran AG": []}


def test_many_get_a_tag_with_the_keyboard_alone(
    open_page: Opens, anna: User, two: list[Customer]
) -> None:
    page = open_page(anna, language="en")
    page.goto("/customers")
    page.keyboard.press("j")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("region", name="Action panel")).to_contain_text("2 selected")
    page.keyboard.press("Shift+F10")
    item = page.get_by_role("menuitem", name="Add or remove tags", exact=True)
    for _step in range(12):
        if item.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(box(page, "Tags")).to_be_checked()
    keys = Keyboard(page)
    keys.skip()
    keys.check()
    keys.to("Tags", most=60)  # the tick
    keys.to("Tags", most=5)
    expect(choice(page, "Tags")).to_be_focused()
    keys.type("vip")
    keys.press("Enter")
    expect(button(page, "Remove vip")).to_be_visible()
    keys.lead("Preview", most=60)
    expect(page.get_by_text("2 rows will be changed")).to_be_visible()
    keys.check()
    keys.lead("Change", most=60)
    expect(toast(page, "2 rows changed")).to_be_visible()
    assert has() == {"Grue SA": ["VIP"], "Kran AG": ["VIP"]}


def test_a_tag_is_renamed_merged_and_brought_back(
    open_page: Opens, anna: User, actor: Actor, two: list[Customer]
) -> None:
    create_customers(actor, [NewCustomer(name="Huber", tags=["Gold", "VIP"])])
    page = open_page(anna, language="en")
    page.goto("/settings/tags")
    link(page, "Edit VIP").click()
    dialog = page.get_by_role("dialog")
    field(dialog, "Name").fill("Premium")
    dialog.get_by_role("radio", name="Blue").check()
    button(dialog, "Save").click()
    expect(link(page, "Edit Premium")).to_be_visible()
    link(page, "Merge Gold into another tag").click()
    expect(page.get_by_role("dialog")).to_contain_text("In use by 1 customer.")
    button(page.get_by_role("dialog"), "Merge").click()
    expect(link(page, "Edit Gold")).to_have_count(0)
    assert has()["Huber"] == ["Premium"]
    button(page, "Undo").click()
    expect(link(page, "Edit Gold")).to_be_visible()
    assert has()["Huber"] == ["Gold", "Premium"]
