"""Words of an installation's own, by somebody who has only a keyboard: custom fields and tags."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from klientel.domains.customers import queries
from klientel.domains.customers.actions.customers import change_customer, create_customer
from klientel.domains.customers.actions.tags import add_tag
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.fields import CustomerFields
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User
from klientel.services.customfields.actions.checking import Option
from klientel.services.customfields.actions.defining import add_field

from .conftest import Opens
from .hands import answered, button, link
from .keyboard import Keyboard


@pytest.fixture
def keys(open_page: Opens, anna: User) -> Keyboard:
    return Keyboard(open_page(anna, language="en"))


@pytest.fixture
def two(actor: Actor) -> list[Customer]:
    return [create_customer(actor, name=name) for name in ("Grue SA", "Kran AG")]


def fields_of(name: str) -> CustomerFields:
    row = Customer.objects.visible_to(SYSTEM).get(name=name)
    return queries.customer_fields([row])[row.pk]


def test_a_custom_field_is_made(keys: Keyboard) -> None:
    keys.open("/settings/custom-fields")
    keys.check()
    keys.lead("Add field: Customers")
    keys.skip()
    keys.check()
    keys.lead("Several choices")
    keys.skip()
    keys.fill("Name in English", "Services")
    keys.fill("Choice in English", "Training")
    keys.do("Add choice")
    keys.fill("Choice in English", "Transport")
    keys.check()
    keys.lead()
    expect(link(keys.page, "Services")).to_be_visible()
    keys.check()


@pytest.fixture
def services(actor: Actor) -> None:
    options = [Option(labels={"en": name}) for name in ("Rental", "Training", "Transport")]
    add_field(actor, CUSTOMER, type="choices", names={"en": "Services"}, options=options)


def test_several_choices_are_filled_in_and_changed_in_the_list(
    keys: Keyboard, two: list[Customer], services: None
) -> None:
    keys.open(f"/customers/{two[0].pk}/edit")
    keys.to("Transport", most=60)
    keys.press("Space")
    keys.check()
    keys.lead()
    assert fields_of("Grue SA")["custom"] == {"services": ["transport"]}
    keys.open("/customers?columns=name.custom_services")
    keys.press("j", "j")
    with answered(keys.page, "**/cell?*"):
        keys.press("F2")
    expect(keys.page.get_by_role("textbox", name="Name: Kran AG")).to_be_focused()
    keys.press("Tab")
    rental = keys.page.get_by_role("checkbox", name="Rental")
    expect(rental).to_be_focused()
    keys.check()
    keys.press("ArrowDown", "Space", "ArrowDown", "Space")
    with answered(keys.page, "**/cell"):
        keys.press("Enter")
    expect(link(keys.page, "Kran AG")).to_be_focused()
    assert fields_of("Kran AG")["custom"] == {"services": ["training", "transport"]}


def test_customers_are_asked_for_their_choices(
    keys: Keyboard, two: list[Customer], services: None, actor: Actor
) -> None:
    change_customer(actor, two[1], version=None, custom={"services": ["training"]})
    keys.open("/customers")
    keys.do("More filters")
    expect(keys.page.get_by_role("combobox", name="Field")).to_be_focused()
    with answered(keys.page, "**/conditions"):
        keys.type("Services")
    keys.to("Training")
    keys.press("Space")
    keys.check()
    keys.lead("Apply")
    expect(link(keys.page, "Kran AG")).to_be_visible()
    expect(link(keys.page, "Grue SA")).to_have_count(0)
    keys.check()


def test_a_tag_is_made_and_given(keys: Keyboard, two: list[Customer]) -> None:
    keys.open("/settings/tags")
    keys.check()
    keys.fill("Name", "VIP")
    keys.lead()
    expect(link(keys.page, "Edit VIP")).to_be_visible()
    keys.check()
    keys.open(f"/customers/{two[0].pk}/edit")
    keys.to("Tags", most=40)
    keys.type("vip")
    keys.press("Enter")
    expect(button(keys.page, "Remove vip")).to_be_visible()
    keys.check()
    keys.lead("Save & close", most=80)
    assert fields_of("Grue SA")["tags"] == ["VIP"]


def test_many_get_a_tag(keys: Keyboard, two: list[Customer]) -> None:
    keys.open("/customers")
    keys.press("j", "Shift+ArrowDown", "Shift+ArrowDown")
    expect(keys.page.get_by_role("region", name="Action panel")).to_contain_text("2 selected")
    keys.press("Shift+F10")
    keys.to("Add or remove tags", key="ArrowDown")
    keys.lead()
    keys.check()
    keys.skip()
    keys.to("Tags")
    keys.to("Tags")
    keys.type("Fair")
    keys.press("Enter")
    keys.lead("Preview", most=60)
    expect(keys.page.get_by_text("2 rows will be changed")).to_be_visible()
    keys.check()
    keys.skip()
    keys.lead("Change")
    assert [fields_of(row.name)["tags"] for row in two] == [["Fair"], ["Fair"]]


def test_tags_are_renamed_and_merged(keys: Keyboard, actor: Actor) -> None:
    for name in ("Gold", "VIP"):
        add_tag(actor, name)
    create_customer(actor, name="Huber", tags=["Gold"])
    keys.open("/settings/tags")
    keys.do("Edit VIP")
    dialog = keys.page.get_by_role("dialog")
    expect(dialog).to_contain_text("VIP")
    keys.check()
    keys.fill("Name", "Premium")
    keys.lead()
    keys.to("Merge Gold into another tag", key="Shift+Tab")
    keys.press("Enter")
    expect(dialog).to_contain_text("In use by 1 customer.")
    keys.check()
    keys.lead("Merge")
    expect(link(keys.page, "Edit Gold")).to_have_count(0)
    assert fields_of("Huber")["tags"] == ["Premium"]
    keys.lead(key="z")
    assert fields_of("Huber")["tags"] == ["Gold"]
    keys.check()
