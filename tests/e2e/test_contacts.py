"""Contacts by the handful: added on one page, and edited together however many are chosen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.contacts import add_contacts
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.models import Contact
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import PHONE, Opens
from .hands import button, field, link, toast
from .watching import Watcher


def last_names() -> set[str]:
    return set(Contact.objects.visible_to(SYSTEM).values_list("last_name", flat=True))


def add(page: Page, *names: str) -> None:
    for place, name in enumerate(names):
        if place:
            button(page, "Add another contact").click()
            expect(field(page, "Last name").nth(place)).to_be_focused()
        field(page, "Last name").nth(place).fill(name)


def test_several_are_added_corrected_and_taken_back_at_once(
    open_page: Opens, actor: Actor, anna: User, watcher: Watcher
) -> None:
    create_customer(actor, name="Bagger Müller", contacts=[{"last_name": "Dupont"}])
    page = open_page(anna, language="en", size=PHONE)
    page.goto("/customers")
    link(page, "Bagger Müller").click()
    page.get_by_role("link", name="Contact list").click()
    with page.expect_navigation():
        link(page, "Add contacts").click()
    add(page, "Eins", "Zwei", "dupont")
    field(page, "Position").nth(2).focus()
    expect(page.get_by_role("region", name="Contact 3")).to_contain_text("Looks like Dupont")
    button(page, "Remove Contact 1").click()
    expect(field(page, "Last name")).to_have_count(2)
    expect(field(page, "Last name").first).to_have_value("Zwei")

    watcher.expected = {422}
    email = page.get_by_role("region", name="Contact 2").get_by_role(
        "textbox", name="E-mail address"
    )
    email.fill("x(at)y")
    button(page, "Save").click()
    expect(email).to_be_focused()
    expect(field(page, "Last name").first).to_have_value("Zwei")
    assert last_names() == {"Dupont"}
    email.fill("d@mueller.example")
    button(page, "Save").click()
    expect(toast(page, "2 contacts added")).to_be_visible()
    assert last_names() == {"Dupont", "Zwei", "dupont"}
    button(page, "Undo").click()
    expect(page.get_by_text("2 contacts added")).to_have_count(0)
    assert last_names() == {"Dupont"}


def test_several_are_added_without_scripts(open_page: Opens, anna: User) -> None:
    page = open_page(anna, language="en", scripts=False)
    page.goto("/contacts/new")
    add(page, "Eins", "Zwei")
    button(page, "Save").click()
    expect(link(page, "Zwei")).to_be_visible()
    assert last_names() == {"Eins", "Zwei"}


def test_more_than_a_page_of_chosen_ones_are_edited_page_after_page(
    open_page: Opens, actor: Actor, anna: User
) -> None:
    add_contacts(actor, [{"last_name": f"Person {n:03}"} for n in range(60)])
    page = open_page(anna, language="en")
    page.goto("/contacts")
    page.get_by_role("row").last.scroll_into_view_if_needed()
    expect(link(page, "Person 059")).to_be_visible()
    page.get_by_role("checkbox", name="Select all").first.check()
    expect(page.get_by_role("region", name="Action panel")).to_contain_text("60 selected")
    button(page, "Edit contacts").click()
    expect(page.get_by_text("10 more contacts follow after saving.")).to_be_visible()
    assert page.url.endswith("/contacts/edit"), "the chosen ones do not travel in the address"
    field(page, "Position").nth(49).fill("Polier")
    button(page, "Save and continue").click()
    expect(field(page, "Position")).to_have_count(10)
    field(page, "Position").nth(9).fill("Kranführer")
    button(page, "Save").click()
    page.wait_for_url("**/contacts")
    changed = Contact.objects.visible_to(SYSTEM).exclude(position="").order_by("name_fold")
    assert [(c.last_name, c.position) for c in changed] == [
        ("Person 049", "Polier"),
        ("Person 059", "Kranführer"),
    ]


CUT = """texts => texts.filter(text => {
    const letters = document.createRange()
    letters.selectNodeContents(text)
    return letters.getBoundingClientRect().width > text.getBoundingClientRect().width + 0.02
}).map(text => text.textContent)"""
HALF_SEEN = """words => words.filter(word => {
    const [mine, mark] = [word, word.parentElement].map(each => each.getBoundingClientRect())
    return mine.top < mark.bottom - 1 && mine.right > mark.right
}).map(word => word.textContent)"""


def test_a_mark_beside_a_name_gives_way_as_a_whole(
    open_page: Opens, actor: Actor, anna: User
) -> None:
    """Down to its icon, before the name loses a letter."""
    for more in range(8):
        person = ContactFields(last_name="Achterbergg"[: 4 + more], first_name="Björn")
        person |= {"primary_billing": True}
        create_customer(actor, name=f"Nordbau {more}", contacts=[person])
    page = open_page(anna)
    page.goto("/contacts")
    names = page.locator(".k-named")
    expect(names).to_have_count(8)
    assert names.locator("a").evaluate_all(CUT) == []
    words = names.locator("span > span").filter(visible=True)
    expect(words).to_have_count(8)
    assert words.evaluate_all(CUT) == words.evaluate_all(HALF_SEEN) == []
