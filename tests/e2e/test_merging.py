"""Duplicates: found, told apart, merged side by side, led on to, and taken apart again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.actions.doubles import running
from klientel.domains.customers.fields import ContactFields, Email
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.models.doubles import Of
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import answered, button, field, finding, link, settled, toast

MAIL = [Email(value="info@huber.example")]


@pytest.fixture
def firms(actor: Actor) -> list[Customer]:
    return [
        create_customer(
            actor, name=name, emails=MAIL, contacts=[ContactFields(last_name=f"Chef {number}")]
        )
        for number, name in enumerate(("Huber Bau AG", "Hueber Bau GmbH"), start=1)
    ]


def live() -> set[str]:
    return set(Customer.objects.visible_to(SYSTEM).values_list("name", flat=True))


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_duplicates_are_found_merged_and_taken_apart_again(
    open_page: Opens, anna: User, actor: Actor, firms: list[Customer]
) -> None:
    page = open_page(anna)
    page.goto("/customers")
    link(page, "Dubletten").click()
    expect(page.get_by_text("Noch nicht gesucht")).to_be_visible()
    button(page, "Dubletten suchen").click()
    expect(page.get_by_role("heading", name="Sehr wahrscheinlich")).to_be_visible()
    page.get_by_role("link", name="Vergleichen und zusammenführen").click()

    heading(page, "2 Kunden zusammenführen")
    expect(page.get_by_text("Primärer Kontakt: Chef 1 bleibt es")).to_be_visible()
    with answered(page, lambda answer: "/customers/merge?" in answer.url):
        page.get_by_role("radio", name="Hueber Bau GmbH", exact=True).last.check()
    button(page, "Zusammenführen").click()
    heading(page, "Hueber Bau GmbH")
    assert live() == {"Hueber Bau GmbH"}

    page.goto(firms[1].get_absolute_url())
    expect(page).to_have_url(re.compile(rf"{firms[0].get_absolute_url()}$"))
    expect(toast(page, "wurde mit Hueber Bau GmbH zusammengeführt")).to_be_visible()

    add_contact(actor, customer_id=firms[0].pk, last_name="Neue Kraft")
    page.reload()
    entry = page.get_by_role("listitem").filter(has_text="zusammengeführt")
    entry.get_by_role("button", name="Rückgängig").first.click()
    heading(page, "Wieder trennen")
    group = page.get_by_role("group").filter(has_text="Neue Kraft")
    group.get_by_role("radio", name="Hueber Bau GmbH").last.check()
    button(page, "Trennen").click()
    heading(page, "Huber Bau AG")
    assert live() == {"Huber Bau AG", "Hueber Bau GmbH"}
    assert Contact.objects.visible_to(SYSTEM).get(last_name="Neue Kraft").customer == firms[1]


def test_what_is_no_duplicate_leaves_the_list_and_comes_back_with_undo(
    open_page: Opens, anna: User, firms: list[Customer]
) -> None:
    running.work(running.open_run(SYSTEM, Of.CUSTOMERS).pk, "e2e")
    page = open_page(anna)
    page.goto("/duplicates/customers")
    page.get_by_role("button", name="Keine Dublette").click()
    expect(page.get_by_role("heading", name="Keine Dubletten")).to_be_visible()
    button(page, "Rückgängig").click()
    expect(page.get_by_role("link", name="Vergleichen und zusammenführen")).to_be_visible()


def test_two_records_are_merged_with_the_keyboard_alone(
    open_page: Opens, anna: User, firms: list[Customer]
) -> None:
    page = open_page(anna)
    page.goto(firms[0].get_absolute_url())
    page.get_by_role("link", name="Zusammenführen mit …").focus()
    page.keyboard.press("Enter")
    search = page.get_by_role("searchbox", name="Suche nach Name, Nummer, E-Mail oder Telefon")
    expect(search).to_be_focused()
    with finding(page, "Hueber"):
        page.keyboard.type("Hueber")
    hits = page.get_by_role("dialog").get_by_role("group", name="Treffer")
    expect(hits.get_by_role("checkbox")).to_be_visible()
    page.keyboard.press("Tab")
    expect(hits.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Space")
    expect(hits.get_by_role("checkbox")).to_be_checked()
    button(page, "Vergleichen").focus()
    page.keyboard.press("Enter")
    heading(page, "2 Kunden zusammenführen")
    button(page, "Zusammenführen").focus()
    page.keyboard.press("Enter")
    heading(page, "Huber Bau AG")
    assert live() == {"Huber Bau AG"}


def test_whoever_stands_on_a_hit_stays_there_when_the_hits_are_replaced(
    open_page: Opens, anna: User, firms: list[Customer]
) -> None:
    page = open_page(anna)
    page.goto(firms[0].get_absolute_url())
    link(page, "Zusammenführen mit …").press("Enter")
    dialog = page.get_by_role("dialog")
    search = dialog.get_by_role("searchbox")
    expect(search).to_be_focused()
    settled(page)
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/merge?q=*", hold)
    for words, stays in (("Hueber", dialog.get_by_role("checkbox")), ("nobody", search)):
        search.select_text()
        with page.expect_request("**/merge?q=*"):
            page.keyboard.type(words)
        page.keyboard.press("Tab")
        expect(dialog.get_by_role("checkbox")).to_be_focused()
        with answered(page, "**/merge?q=*"):
            late.pop().continue_()
        expect(dialog.get_by_role("group", name="Treffer")).to_be_visible()
        expect(stays).to_be_focused()


def test_a_name_that_sounds_alike_is_named_while_one_types(
    open_page: Opens, anna: User, firms: list[Customer]
) -> None:
    page = open_page(anna)
    page.goto("/customers/add")
    field(page, "Name des Unternehmens").fill("Huhber Bau")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="ähnlicher Name").first).to_be_visible()
