"""What is done in lists, by somebody who has only a keyboard: filters and views, the board,
duplicates and merging, the bin, and what the law asks for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.actions.deleting import delete_customers
from klientel.domains.customers.fields import Email
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import answered, button, link, sign_out
from .keyboard import Keyboard
from .watching import Watcher


@pytest.fixture
def keys(open_page: Opens, anna: User) -> Keyboard:
    return Keyboard(open_page(anna, language="en"))


@pytest.fixture
def three(actor: Actor) -> list[Customer]:
    mails = [Email(value="info@huber.example")]
    return [
        create_customer(actor, name="Huber Bau AG", emails=mails, segment="rental"),
        create_customer(actor, name="Hueber Bau GmbH", emails=mails),
        create_customer(actor, name="Kran AG", segment="contractor"),
    ]


def living() -> set[str]:
    return set(Customer.objects.visible_to(SYSTEM).values_list("name", flat=True))


def heading(keys: Keyboard, text: str) -> None:
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(text)


def test_conditions_in_groups_are_put_together_and_a_gap_is_led_to(
    keys: Keyboard, three: list[Customer], watcher: Watcher
) -> None:
    watcher.expected = {422}
    keys.open("/customers")
    keys.do("More filters")
    field = keys.page.get_by_role("combobox", name="Field")
    expect(field).to_be_focused()
    keys.check()
    keys.do("Apply")
    expect(keys.page.get_by_role("textbox", name="Value")).to_be_focused()
    keys.check()
    keys.type("kran")
    keys.do("Group")
    expect(field).to_have_count(2)
    expect(field.last).to_be_focused()
    keys.check()
    with answered(keys.page, "**/conditions"):
        keys.type("Segment")
    expect(field.last).to_be_focused()
    keys.to("Rental company")
    keys.press("Space")
    keys.to("Shown is what fits", key="Shift+Tab")
    keys.type("any")
    keys.lead("Apply")
    expect(keys.page.locator("#rows").get_by_role("row")).to_have_count(2)
    keys.check()


def test_a_view_is_saved_opened_renamed_and_deleted(keys: Keyboard, three: list[Customer]) -> None:
    keys.open("/customers?q=bau")
    keys.to("Views")
    with answered(keys.page, "**/views/menu?*"):
        keys.press("Enter")
    keys.check()
    keys.do("Save as a new view")
    expect(keys.page.get_by_role("textbox", name="Name")).to_be_focused()
    keys.check()
    keys.type("Builders")
    keys.lead()
    keys.skip()
    with answered(keys.page, "**/views/menu?*"):
        keys.do("View: Builders")
    keys.do("Rename or share")
    expect(keys.page.get_by_role("textbox", name="Name")).to_be_focused()
    keys.lead("Delete view")
    expect(keys.page.get_by_text("No views yet")).to_be_visible()
    keys.check()
    keys.lead(key="z")
    expect(link(keys.page, "Builders")).to_be_visible()


def test_a_card_goes_to_another_stack(keys: Keyboard, three: list[Customer]) -> None:
    keys.open("/customers")
    keys.lead("By segment")
    keys.check()
    keys.skip()
    keys.to("Huber Bau AG")
    keys.press("ArrowRight")
    assert keys.on() != "Huber Bau AG"
    keys.press("ArrowLeft")
    assert keys.on() == "Huber Bau AG"
    keys.do("Change the segment of Huber Bau AG", most=1)
    chosen = keys.page.get_by_role("radio", name="Rental company")
    expect(chosen).to_be_focused()
    keys.check()
    keys.press("ArrowDown")
    keys.lead("Change segment")
    three[0].refresh_from_db()
    assert three[0].segment == "service"
    expect(link(keys.page, "Change the segment of Huber Bau AG")).to_be_focused()


def test_duplicates_are_found_put_aside_merged_and_taken_apart(
    keys: Keyboard, actor: Actor, three: list[Customer]
) -> None:
    keys.open("/duplicates/customers")
    keys.lead("Look for duplicates")
    expect(keys.page.get_by_role("button", name="No duplicate")).to_be_visible()
    keys.check()
    keys.skip()
    keys.lead("No duplicate…")
    expect(keys.page.get_by_role("button", name="No duplicate")).to_have_count(0)
    keys.lead(key="z")
    keys.skip()
    keys.lead("Compare and merge…")
    heading(keys, "Merge 2 customers")
    keys.check()
    keys.skip()
    keys.lead("Merge", most=40)
    heading(keys, "Huber Bau AG")
    assert living() == {"Huber Bau AG", "Kran AG"}
    new = add_contact(actor, customer_id=three[0].pk, last_name="Since")
    keys.open(three[0].get_absolute_url())
    keys.lead("Undo: Hueber Bau GmbH merged into…")
    heading(keys, "Take apart again")
    keys.check()
    keys.skip()
    for _place in ("the way back", "the choice"):
        keys.to("Huber Bau AG")
    keys.press("ArrowDown")
    keys.lead("Take apart")
    assert living() == {"Huber Bau AG", "Hueber Bau GmbH", "Kran AG"}
    new.refresh_from_db()
    assert new.customer == three[1]


def test_what_was_deleted_comes_back_and_goes_for_good(
    keys: Keyboard, actor: Actor, three: list[Customer], watcher: Watcher
) -> None:
    watcher.expected = {422}
    delete_customers(actor.via("web", "1" * 32), three[:2])
    keys.open("/bin/customers")
    keys.check()
    keys.press("j", "Shift+F10")
    keys.check()
    keys.to("Restore", key="ArrowDown", most=3)
    keys.lead()
    assert len(living()) == 2
    keys.press("j", "Shift+F10", "End")
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog")).to_be_visible()
    keys.check()
    keys.to("Type “…", key="Shift+Tab", most=3)
    gone = Customer.objects.visible_to(SYSTEM, deleted=True).get().name
    keys.type("wrong")
    keys.lead()
    expect(keys.page.get_by_text("This is not what stands above.")).to_be_visible()
    keys.check()
    assert keys.page.locator(":focus").get_attribute("aria-invalid") == "true"
    keys.press("ControlOrMeta+a")
    keys.type(gone)
    keys.lead()
    assert not Customer.objects.visible_to(SYSTEM, deleted=True).exists()
    keys.check()


def test_a_person_gets_the_file_and_is_erased(keys: Keyboard, actor: Actor) -> None:
    person = add_contact(actor, first_name="Zoé", last_name="Dupont", customer_id=None)
    keys.open("/contacts")
    keys.press("j", "Shift+F10")
    keys.to("Person file", key="ArrowDown", most=12)
    keys.lead()
    keys.check()
    keys.skip()
    keys.to("Download as ZIP")
    with keys.page.expect_download():
        keys.press("Enter")
    keys.do("Erase personal data")
    dialog = keys.page.get_by_role("dialog")
    expect(link(dialog, "Cancel")).to_be_focused()
    keys.check()
    keys.to("Type “Zoé Dupont” to confirm", key="Shift+Tab", most=3)
    keys.type("Zoé Dupont")
    keys.lead()
    heading(keys, f"Anonym {person.pk}")
    assert not Contact.objects.visible_to(SYSTEM).filter(last_name="Dupont").exists()


def test_a_period_is_set_and_what_is_over_is_looked_at(keys: Keyboard, watcher: Watcher) -> None:
    watcher.expected = {422}
    keys.open("/settings/privacy")
    keys.fill("Bin: days", "0")
    keys.lead()
    keys.check()
    assert keys.page.locator(":focus").get_attribute("aria-invalid") == "true"
    keys.press("ControlOrMeta+a")
    keys.type("30")
    keys.lead()
    expect(keys.page.get_by_role("spinbutton", name="Bin: days")).to_have_value("30")
    expect(button(keys.page, "Save")).to_be_visible()


def test_the_palette_leads_back_to_what_one_had_last_until_one_signs_out(
    keys: Keyboard, three: list[Customer]
) -> None:
    keys.open(three[0].get_absolute_url())
    keys.open("/contacts")
    keys.press("ControlOrMeta+k")
    last = keys.page.get_by_role("group", name="Used last").get_by_role("option")
    expect(last).to_have_count(1)
    expect(last).to_contain_text("Huber Bau AG")
    expect(last).to_have_attribute("aria-selected", "true")
    keys.check()
    keys.lead()
    heading(keys, "Huber Bau AG")
    sign_out(keys.page)
    assert keys.page.evaluate("localStorage.getItem('recent')") is None
