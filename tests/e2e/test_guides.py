"""The two customer guides, walked as they are written: in German and in French."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import PASSWORD, box, button, choice, field, link
from .words import FRENCH, GERMAN, Words

in_two_languages = pytest.mark.parametrize("words", [GERMAN, FRENCH], ids=["German", "French"])
PEOPLE: list[ContactFields] = [
    {"first_name": "Jürg", "last_name": "Ängeli", "emails": [{"value": "jurg@bagger.example"}]},
    {"first_name": "Zoé", "last_name": "Dupont", "emails": [{"value": "zoe@bagger.example"}]},
]


def sign_in_with(words: Words, page: Page, user: User) -> None:
    page.goto("/")
    field(page, words.email).fill(user.email)
    page.get_by_label(words.password, exact=True).fill(PASSWORD)
    button(page, words.sign_in).click()
    page.wait_for_url("**/customers")


@in_two_languages
def test_a_customer_is_created_step_by_step(open_page: Opens, anna: User, words: Words) -> None:
    page = open_page(language=words.language)
    sign_in_with(words, page, anna)
    link(page.get_by_role("navigation"), words.customers).click()
    link(page.get_by_role("main"), words.create).first.click()

    field(page, words.name).fill("Bagger Müller & Söhne")
    field(page, words.phone).fill("040 66969 123")
    field(page, words.street).fill("Hafenweg 12")
    field(page, words.postal_code).fill("20457")
    field(page, words.city).fill("Hamburg")
    choice(page, words.country).select_option(label=words.germany)
    names = page.get_by_role("main").locator("input:visible, select:visible, textarea:visible")
    assert names.last.get_attribute("name") == "segment", "the segment is asked last"
    button(page, words.go_on).click()

    add_two_people(page, words)
    button(page, words.go_on).click()

    expect(page.get_by_text(words.review).first).to_be_visible()
    expect(page.get_by_text(words.other).first).to_be_visible()
    expect(page.get_by_text("zoe@bagger.example")).to_be_visible()
    assert not Customer.objects.visible_to(SYSTEM).exists(), "nothing is stored before the end"
    button(page, words.save).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bagger Müller & Söhne")
    customer = Customer.objects.visible_to(SYSTEM).get()
    assert (customer.segment, customer.account_manager_id) == ("other", anna.pk)
    names_of = Contact.objects.visible_to(SYSTEM).order_by("name_fold").values_list("last_name")
    assert [name for (name,) in names_of] == ["Ängeli", "Dupont"]


def add_two_people(page: Page, words: Words) -> None:
    """The step opens with one empty row; the second is added."""
    expect(field(page, words.first_name)).to_have_count(1)
    button(page, words.add_contact).click()
    expect(field(page, words.first_name)).to_have_count(2)
    for place, person in enumerate(PEOPLE):
        field(page, words.last_name).nth(place).fill(person["last_name"])
        field(page, words.first_name).nth(place).fill(person["first_name"])
        address = f"{['jurg', 'zoe'][place]}@bagger.example"
        field(page, words.email).nth(place).fill(address)
        field(page, words.phone).nth(place).fill(f"040 66969 20{place}")


@in_two_languages
def test_details_are_edited_and_the_customer_deleted_and_brought_back(
    open_page: Opens, actor: Actor, anna: User, words: Words
) -> None:
    create_customer(actor, name="Bagger Müller", contacts=PEOPLE)
    page = open_page(anna, language=words.language)
    page.goto("/customers")
    link(page, "Bagger Müller").click()
    with page.expect_navigation():
        link(page, words.details).click()
    # It is text until one edits.
    expect(page.locator("main input:visible:not(aside input)")).to_have_count(0)
    link(page, words.edit).click()
    change_details(page, words)
    button(page, words.save).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kran Meier")
    customer = Customer.objects.visible_to(SYSTEM).get()
    assert (customer.segment, customer.city, customer.note) == ("dealer", "Köln", "Neu")

    link(page, words.delete_customer).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem").first).to_contain_text(f"2{words.two_contacts_go}")
    button(dialog, words.delete_customer).click()
    page.wait_for_url("**/customers")
    expect(link(page, "Kran Meier")).to_have_count(0)
    assert not Contact.objects.visible_to(SYSTEM).exists()

    button(page, words.undo).click()
    expect(link(page, "Kran Meier")).to_be_visible()
    assert Contact.objects.visible_to(SYSTEM).count() == 2


def change_details(page: Page, words: Words) -> None:
    main = page.get_by_role("main")
    field(main, words.name).fill("Kran Meier")
    field(main, words.number).fill("K-77")
    field(main, words.website).fill("kran.example")
    field(main, words.phone).first.fill("+49 221 4710 999")
    field(main, words.email).first.fill("info@kran.example")
    field(main, words.street).first.fill("Domplatz 1")
    field(main, words.postal_code).first.fill("50667")
    field(main, words.city).first.fill("Köln")
    field(main, words.note).fill("Neu")
    choice(main, words.segment).select_option(label=words.dealer)


@in_two_languages
def test_contacts_are_edited_and_deleted_from_the_action_panel(
    open_page: Opens, actor: Actor, anna: User, words: Words
) -> None:
    create_customer(actor, name="Bagger Müller", contacts=PEOPLE)
    page = open_page(anna, language=words.language)
    page.goto("/customers")
    link(page, "Bagger Müller").click()
    page.get_by_role("link", name=words.contact_list).click()
    zoe = words.select.format("Zoé Dupont")
    box(page, words.select.format("Jürg Ängeli")).check()
    box(page, zoe).check()
    button(page, words.edit_contacts).click()
    for place, position in enumerate(["Polier", "Einkauf"]):
        field(page, words.position).nth(place).fill(position)
    button(page, words.save).click()
    page.wait_for_url("**/contacts")
    expect(page.get_by_role("cell", name="Polier", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="Einkauf", exact=True)).to_be_visible()

    box(page, zoe).check()
    button(page, words.delete_contacts).click()
    button(page.get_by_role("dialog"), words.delete_contact).click()
    expect(box(page, zoe)).to_have_count(0)
    expect(box(page, words.select.format("Jürg Ängeli"))).to_be_visible()
    button(page, words.undo).click()
    expect(box(page, zoe)).to_be_visible()
