"""The wizard under a reader who reloads, goes back, clicks twice and loses the session."""

from __future__ import annotations

import re

from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import PHONE, Opens
from .hands import button, field, link, sign_in
from .keyboard import Keyboard
from .watching import Watcher


def names() -> list[str]:
    customers = Customer.objects.visible_to(SYSTEM).order_by("name_fold")
    return list(customers.values_list("name", flat=True))


def begin(page: Page, name: str) -> None:
    page.goto("/customers/new")
    field(page, "Name").fill(name)
    field(page, "City").fill("Genève")


def to_contacts(page: Page) -> None:
    button(page, "Next").click()
    expect(field(page, "First name").first).to_be_visible()


def to_review(page: Page) -> None:
    button(page, "Next").click()
    expect(button(page, "Save")).to_be_visible()


def test_a_session_that_ends_on_the_way_costs_nothing_that_was_typed(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    page = open_page(anna, language="en")
    begin(page, "Grue Léman")
    to_contacts(page)
    field(page, "Last name").fill("Dupont")
    to_review(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    watcher.expected = {401}
    button(page, "Save").click()

    sign_in(page, anna)
    button(page, "Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grue Léman")
    assert names() == ["Grue Léman"]
    assert Customer.objects.visible_to(SYSTEM).get().city == "Genève"
    assert Contact.objects.visible_to(SYSTEM).get().last_name == "Dupont"


def test_a_double_click_and_two_tabs_store_each_customer_once(open_page: Opens, anna: User) -> None:
    one = open_page(anna, language="en")
    two = one.context.new_page()
    for page, name in ((one, "Kran Eins"), (two, "Kran Zwei")):
        begin(page, name)
        to_contacts(page)
    for page in (one, two):
        to_review(page)
    button(one, "Save").dblclick()
    expect(one.get_by_role("heading", level=1)).to_have_text("Kran Eins")
    button(two, "Save").click()
    expect(two.get_by_role("heading", level=1)).to_have_text("Kran Zwei")
    assert names() == ["Kran Eins", "Kran Zwei"]


def test_going_back_and_reloading_keep_what_was_typed(open_page: Opens, anna: User) -> None:
    page = open_page(anna, language="en")
    begin(page, "Kran Drei")
    page.reload()
    expect(field(page, "Name")).to_have_value("Kran Drei")
    to_contacts(page)
    button(page, "Add contact").click()
    for place, name in enumerate(["Erster", "Zweiter"]):
        field(page, "Last name").nth(place).fill(name)
    button(page, "Back").click()
    expect(field(page, "City")).to_have_value("Genève")
    to_contacts(page)
    expect(field(page, "Last name").nth(1)).to_have_value("Zweiter")
    to_review(page)
    page.go_back()
    expect(field(page, "Last name").nth(1)).to_have_value("Zweiter")
    to_review(page)
    page.get_by_role("button", name=re.compile("^change.*Company$")).click()
    expect(field(page, "Name")).to_have_value("Kran Drei")
    assert names() == []


def primary(page: Page) -> Locator:
    return page.get_by_role("radio", name="Primary contact")


def test_the_primary_contact_is_chosen_with_the_keyboard(open_page: Opens, anna: User) -> None:
    page = open_page(anna, language="en", size=PHONE)
    begin(page, "Kran Wahl")
    to_contacts(page)
    for place, name in enumerate(["Erster", "Zweiter", "Dritter"]):
        if place:
            button(page, "Add contact").click()
        field(page, "Last name").nth(place).fill(name)
    expect(primary(page).first).to_be_checked()
    keys = Keyboard(page)
    keys.to("Primary contact", key="Shift+Tab")
    expect(primary(page).first).to_be_focused()
    keys.check()
    page.keyboard.press("ArrowDown")
    expect(primary(page).nth(1)).to_be_checked()
    button(page, "Remove Contact 1").click()
    expect(primary(page).first).to_be_checked()
    expect(field(page, "Last name").first).to_have_value("Zweiter")
    page.reload()
    expect(primary(page).first).to_be_checked()
    primary(page).nth(1).check()
    button(page, "Remove Contact 2").click()
    expect(primary(page)).to_have_count(1)
    expect(primary(page)).to_be_checked()
    to_review(page)
    expect(page.get_by_role("listitem").filter(has_text="Zweiter")).to_contain_text("Primary")


def test_who_looks_known_is_named_while_one_types(
    open_page: Opens, actor: Actor, anna: User
) -> None:
    zoe: ContactFields = {"last_name": "Dupont", "emails": [{"value": "zoe@leman.example"}]}
    create_customer(actor, name="Grue Léman", contacts=[zoe])
    page = open_page(anna, language="en")
    page.goto("/customers/new")
    hint = page.get_by_role("status").filter(has_text="Looks like")
    field(page, "Name").fill("grue leman")
    page.keyboard.press("Tab")
    expect(hint).to_contain_text("same name")
    found = page.get_by_role("link", name=re.compile("Grue Léman"))
    with page.context.expect_page() as opened:
        found.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Grue Léman")
    opened.value.close()
    field(page, "City").fill("Bern")
    to_contacts(page)
    button(page, "Add contact").click()
    field(page, "E-mail address").nth(1).fill("ZOE@leman.example")
    page.keyboard.press("Tab")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("group", name="Contact 2"))
    expect(row).to_contain_text("(Grue Léman), same e-mail address")
    to_review(page)
    button(page, "Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("grue leman")
    assert Customer.objects.visible_to(SYSTEM).count() == 2


def test_what_is_refused_has_the_focus(open_page: Opens, anna: User, watcher: Watcher) -> None:
    page = open_page(anna, language="en", size=PHONE)
    begin(page, "Kran Vier")
    field(page, "Postal code").fill("no such code")
    watcher.expected = {422}
    button(page, "Next").click()
    expect(field(page, "Postal code")).to_be_focused()
    expect(field(page, "Postal code")).to_be_in_viewport()


def test_wizard_and_list_work_without_scripts(open_page: Opens, anna: User) -> None:
    page = open_page(anna, language="en", scripts=False)
    begin(page, "Ohne Skript")
    to_contacts(page)
    field(page, "Last name").fill("Meier")
    to_review(page)
    button(page, "Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ohne Skript")
    with page.expect_navigation():
        button(page, "Undo").click()
    page.goto("/customers")
    expect(page.get_by_text("No customers yet")).to_be_visible()
    begin(page, "Müller Zwei")
    to_contacts(page)
    to_review(page)
    with page.expect_navigation():
        button(page, "Save").click()
    page.goto("/customers")
    page.get_by_role("searchbox", name="Search in this list").fill("muller")
    page.keyboard.press("Enter")
    expect(link(page, "Müller Zwei")).to_be_visible()
