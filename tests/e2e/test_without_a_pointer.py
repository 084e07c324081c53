"""What is done on one record, by somebody who has only a keyboard: organisations and their people,
the form, files and notes, categories, who looks after a customer, who sees it, and whose it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.models import Contact, Customer, TeamMember
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actions as accounts
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User
from klientel.services.files.models import StoredFile

from .conftest import Opens
from .hands import answered, button, link
from .keyboard import Keyboard
from .test_files import photo
from .watching import Watcher


@pytest.fixture
def keys(open_page: Opens, anna: User) -> Keyboard:
    return Keyboard(open_page(anna, language="en"))


@pytest.fixture
def nord(actor: Actor) -> Customer:
    people: list[ContactFields] = [{"last_name": "Arp"}, {"last_name": "Boje"}]
    return create_customer(actor, name="Nordbau GmbH", contacts=people)


def heading(keys: Keyboard, text: str) -> None:
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(text)


def test_people_move_between_organisations_and_back(
    keys: Keyboard, nord: Customer, actor: Actor
) -> None:
    create_customer(actor, name="Südkran AG")
    add_contact(actor, last_name="Carstens", customer_id=None)
    keys.open("/customers")
    keys.lead("By customer organisation")
    keys.check()
    keys.press("j", "x", "m")
    dialog = keys.page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    keys.check()
    keys.find("sud")
    keys.press("Tab", "ArrowDown")
    with keys.page.expect_navigation():
        keys.press("Enter")
    moved = Contact.objects.visible_to(SYSTEM).select_related("customer").get(last_name="Carstens")
    assert moved.customer is not None
    assert moved.customer.name == "Südkran AG"
    expect(link(keys.page, "Carstens")).to_be_focused()
    with keys.page.expect_navigation():
        keys.press("z")
    moved.refresh_from_db()
    assert moved.customer is None


def test_a_branch_folds_and_unfolds(keys: Keyboard, nord: Customer) -> None:
    keys.open("/customers/organisations")
    keys.do("People of Nordbau GmbH")
    expect(link(keys.page, "Arp")).to_be_hidden()
    keys.press("Enter")
    expect(link(keys.page, "Arp")).to_be_visible()


def test_a_client_is_added_on_one_page_and_a_mistake_is_led_to(
    keys: Keyboard, watcher: Watcher
) -> None:
    watcher.expected = {422}
    keys.open("/customers")
    keys.lead("Add customer")
    keys.check()
    keys.skip()
    keys.fill("E-mail", "sabine(at)huber")
    with keys.page.expect_navigation():
        keys.press("Enter")
    keys.check()
    assert keys.page.locator(":focus").get_attribute("aria-invalid") == "true"


def test_a_client_with_a_picture_is_added_and_changed(keys: Keyboard) -> None:
    keys.open("/customers/add")
    keys.fill("Name of the customer", "Sabine Huber")
    keys.fill("E-mail", "sabine@huber.example")
    keys.to("Country")
    keys.type("Switz")
    keys.fill("Mobile number", "079 123 45 67")
    keys.to("Gender")
    keys.type("M")
    keys.choose("Profile picture…", photo())
    keys.fill("Company name", "Huber Tiefbau AG")
    with keys.page.expect_navigation():
        keys.press("Enter")
    heading(keys, "Huber Tiefbau AG")
    assert StoredFile.objects.count() == 1
    keys.check()
    keys.press("e")
    expect(button(keys.page, "Save & close")).to_be_visible()
    keys.check()
    keys.fill("Official website", "huber.example")
    with keys.page.expect_response("**/edit"):
        keys.press("Enter")
    expect(keys.page.get_by_role("link", name="huber.example").first).to_be_visible()


def test_a_note_and_a_file_are_added_and_taken_back(keys: Keyboard, nord: Customer) -> None:
    keys.open(nord.get_absolute_url())
    keys.to("Write a note")
    keys.type("Second site in Hürth")
    with keys.page.expect_navigation():
        keys.press("ControlOrMeta+Enter")
    expect(keys.page.get_by_role("complementary")).to_contain_text("Second site in Hürth")
    keys.check()
    keys.skip()
    with answered(keys.page, "**/files"):
        keys.do("Files")
    keys.choose("Drop files here…", photo())
    keys.lead("Upload")
    keys.check()
    keys.skip()
    keys.lead("Delete bagger.jpg")
    expect(link(keys.page, "bagger.jpg")).to_have_count(0)
    keys.lead(key="z")
    expect(link(keys.page, "bagger.jpg")).to_be_visible()


def test_a_category_is_added_and_one_in_use_is_replaced(
    keys: Keyboard, actor: Actor, watcher: Watcher
) -> None:
    watcher.expected = {422}
    create_customer(actor, name="Nordbau GmbH", category="Frame")
    keys.open("/settings/categories")
    keys.to("Name")
    keys.type("Regular")
    keys.lead()
    keys.skip()
    keys.do("Remove Frame")
    dialog = keys.page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 customer")
    keys.check()
    keys.do("Remove category")
    expect(dialog).to_contain_text("Choose what replaces it.")
    keys.check()
    assert keys.on() == "Regular"
    keys.press("Space")
    keys.lead("Remove category")
    assert Customer.objects.visible_to(SYSTEM).select_related("category").get().category
    keys.check()


@pytest.fixture
def tina(actor: Actor) -> User:
    """A technician, who sees her own customers alone."""
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    return accounts.create_user(
        actor, email="tina@klientel.example", name="Tina Berg", role=Role.TECHNICIAN
    )


def test_the_team_is_chosen_and_who_sees_it_is_read(
    keys: Keyboard, nord: Customer, tina: User
) -> None:
    keys.open("/customers")
    keys.press("j")
    keys.lead(key="e")
    keys.skip()
    keys.do("Choose colleagues", most=40)
    keys.press("Tab")
    keys.type("tina")
    keys.press("Enter", "Space")
    keys.check()
    keys.to("Remove Tina Berg")
    keys.lead("Save & close")
    assert [str(member) for member in TeamMember.objects.visible_to(SYSTEM)] == ["Tina Berg"]
    keys.press("j")
    keys.lead()
    keys.skip()
    keys.lead("Who sees this?")
    expect(keys.page.get_by_role("row").filter(has_text="Tina Berg")).to_contain_text("team")
    keys.check()


def test_a_role_sees_less_and_a_team_is_kept(keys: Keyboard, tina: User) -> None:
    keys.open("/settings/roles")
    keys.check()
    keys.to("All customers")
    keys.press("ArrowRight")
    keys.lead("Save")
    assert RoleSight.objects.filter(sight=Sight.MINE).count() == 2
    keys.open("/settings/teams")
    keys.lead("Add team…")
    keys.skip()
    keys.to("Name")
    keys.type("Workshop")
    keys.to("Tina Berg")
    keys.press("Space")
    keys.lead("Save & close")
    expect(keys.page.get_by_role("table")).to_contain_text("Workshop")
    keys.check()


def test_the_primary_contact_changes_from_the_table(keys: Keyboard, nord: Customer) -> None:
    keys.open(f"/customers/{nord.pk}/contacts")
    keys.press("j", "j", "Shift+F10", "ArrowDown")
    expect(keys.page.get_by_role("menuitem", name="Edit contact")).to_be_focused()
    keys.check()
    keys.lead()
    keys.check()
    keys.skip()
    keys.to("Primary contact")
    keys.press("Space")
    keys.lead("Save & close", most=40)
    primary = Contact.objects.visible_to(SYSTEM).get(primary=True)
    assert primary.last_name == "Boje"


def test_subsidiaries_are_associated_and_released(
    keys: Keyboard, nord: Customer, actor: Actor
) -> None:
    create_customer(actor, name="Nordbau Hafen GmbH")
    keys.open(nord.get_absolute_url())
    with answered(keys.page, "**/subsidiaries"):
        keys.do("Subsidiaries")
    keys.check()
    keys.to("Associate subsidiary…")
    keys.press("Enter")
    search = keys.page.get_by_role("searchbox", name="Search for a company")
    expect(search).to_be_focused()
    keys.check()
    keys.find("Hafen")
    keys.press("Tab", "Space")
    keys.lead("Associate")
    child = Customer.objects.visible_to(SYSTEM).get(name="Nordbau Hafen GmbH")
    assert child.parent_id == nord.pk
    keys.check()
    keys.press("j", "Shift+F10")
    keys.to("Remove from the parent company", key="ArrowDown")
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog")).to_contain_text("Nordbau Hafen GmbH")
    keys.check()
    keys.lead("Remove from the parent company")
    child.refresh_from_db()
    assert child.parent_id is None
