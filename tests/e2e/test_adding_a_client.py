"""“Hinzufügen eines neuen Kunden”: the steps of the guide, one by one and in its words."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from klientel.domains.customers.actions import categories
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Contact, ContactPoint, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actors
from klientel.services.accounts.models import User
from klientel.services.files.models import StoredFile

from .conftest import PHONE, Opens
from .hands import answered, box, button, choice, field, link
from .test_files import photo
from .watching import Watcher


def numbers() -> list[str]:
    points = ContactPoint.objects.visible_to(SYSTEM).exclude(kind="email")
    return list(points.values_list("value", flat=True))


def begin(page: Page) -> None:
    page.goto("/customers/add")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunden hinzufügen")


def fill_in(page: Page) -> None:
    # Füllen Sie die erforderlichen Felder im Formular „Kunden hinzufügen“ aus.
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunden hinzufügen")
    field(page, "Name des Kunden").fill("Sabine Huber")
    field(page, "E-Mail").fill("sabine@huber.example")
    choice(page, "Land").first.select_option(label="Schweiz")
    expect(page.get_by_label("Vorwahl")).to_have_text("+41")
    field(page, "Handynummer").fill("079 123 45 67")
    choice(page, "Geschlecht").select_option(label="Frau")
    choice(page, "Kundenkategorie").fill("Gold")
    page.get_by_label("Profilbild").set_input_files([photo()])
    # Fügen Sie im Abschnitt „Firmendetails“ Informationen hinzu.
    expect(page.get_by_role("heading", name="Firmendetails")).to_be_visible()
    field(page, "Name des Unternehmens").fill("Huber Tiefbau AG")
    field(page, "Offizielle Website").fill("huber.example")
    information = page.get_by_role("group", name="Kontaktinformationen")
    field(information, "Telefonnummer").fill("044 321 00 00")
    field(information, "E-Mail-Adresse").fill("info@huber.example")


def test_the_steps_of_the_guide(open_page: Opens, anna: User) -> None:
    page = open_page(anna)
    page.goto("/")
    link(page.get_by_role("navigation", name="Hauptnavigation"), "Kunden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunden")
    # Klicken Sie auf „+ Kunde hinzufügen“, oben links auf dem Bildschirm „Kunden“.
    opener = link(page.get_by_role("main"), "Kunde hinzufügen")
    place, size = opener.bounding_box(), page.viewport_size
    assert place and size
    assert place["x"] + place["width"] < size["width"] / 2 + 100
    assert place["y"] < size["height"] / 3
    opener.click()
    fill_in(page)
    # Klicken Sie auf „Speichern“.
    button(page, "Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Huber Tiefbau AG")
    expect(link(page.get_by_role("main"), "Sabine Huber").first).to_be_visible()
    customer = Customer.objects.visible_to(SYSTEM).get()
    contact = Contact.objects.visible_to(SYSTEM).get()
    assert (customer.website, customer.country) == ("https://huber.example", "CH")
    assert (contact.salutation, contact.primary, contact.customer_id) == ("ms", True, customer.pk)
    assert sorted(numbers()) == ["+41443210000", "+41791234567"]
    assert StoredFile.objects.get().subject_id == contact.pk


def test_only_the_name_is_required_and_a_mistake_costs_nothing(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    watcher.expected = {422}
    page = open_page(anna)
    begin(page)
    field(page, "Handynummer").fill("0170 1234567")
    button(page, "Speichern").click()
    expect(page.get_by_text("geben Sie einen Namen ein").first).to_be_visible()
    expect(field(page, "Handynummer")).to_have_value("0170 1234567")
    field(page, "Name des Kunden").fill("Beat Moser")
    button(page, "Speichern").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beat Moser")
    assert Customer.objects.visible_to(SYSTEM).count() == 1
    assert numbers() == ["+491701234567"]


def test_the_dial_code_follows_the_country_and_the_number_stays_as_typed(
    open_page: Opens, anna: User
) -> None:
    page = open_page(anna)
    begin(page)
    code = page.get_by_label("Vorwahl")
    expect(code).to_have_text("+49")
    field(page, "Handynummer").fill("0664 1234567")
    choice(page, "Land").first.select_option(label="Österreich")
    expect(code).to_have_text("+43")
    expect(field(page, "Handynummer")).to_have_value("0664 1234567")
    page.reload()
    expect(code).to_have_text("+43")
    field(page, "Handynummer").fill("+49 170 1234567")
    expect(code).to_be_hidden()
    field(page, "Name des Kunden").fill("Moser")
    button(page, "Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moser")
    assert numbers() == ["+491701234567"]


def test_it_is_reached_on_a_phone(open_page: Opens, anna: User) -> None:
    page = open_page(anna, size=PHONE)
    page.goto("/customers")
    button(page, "Weitere Aktionen").first.click()
    page.get_by_role("menuitem", name="Kunde hinzufügen").click()
    page.wait_for_url(re.compile(r"/customers/add\?key="))
    field(page, "Name des Kunden").fill("Moser")
    button(page, "Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moser")


def test_a_picture_stays_chosen_when_something_else_is_wrong(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    watcher.expected = {422}
    page = open_page(anna)
    begin(page)
    page.get_by_label("Firmenlogo").set_input_files([photo()])
    expect(page.get_by_text("bagger.jpg")).to_be_visible()
    button(page, "Speichern").click()
    expect(box(page, "„bagger.jpg“ übernehmen")).to_be_checked()
    field(page, "Name des Kunden").fill("Moser")
    field(page, "Name des Unternehmens").fill("Moser AG")
    button(page, "Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moser AG")
    assert StoredFile.objects.get().subject_id == Customer.objects.visible_to(SYSTEM).get().pk


def test_the_sub_categories_offered_are_those_of_the_category(open_page: Opens, anna: User) -> None:
    actor = actors.from_user(anna)
    for owner, part in (("Bau", "Tiefbau"), ("Handel", "Märkte")):
        categories.add_category(actor, part, categories.add_category(actor, owner))
    page = open_page(anna)
    begin(page)
    offered = page.locator("#subcategories option:not([disabled])")
    expect(offered).to_have_count(0)
    choice(page, "Kundenkategorie").fill("handel")
    expect(offered).to_have_count(1)
    expect(offered).to_have_attribute("value", "Märkte")
    field(page, "Name des Kunden").fill("Moser")
    choice(page, "Unterkategorie").fill("Märkte")
    button(page, "Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moser")
    expect(page.get_by_role("main").get_by_text("Märkte").first).to_be_visible()


def test_who_looks_like_it_is_seen_beside_the_name_on_a_phone(
    open_page: Opens, anna: User, actor: Actor
) -> None:
    create_customer(actor, name="Huber Tiefbau AG")
    page = open_page(anna, size=PHONE)
    begin(page)
    with answered(page, "**/alike*"):
        field(page, "Name des Kunden").fill("Huber Tiefbau")
        field(page, "E-Mail").focus()
    expect(field(page, "Name des Kunden")).to_be_in_viewport()
    expect(link(page, "Huber Tiefbau AG (öffnet einen neuen Tab)")).to_be_in_viewport(ratio=1)
