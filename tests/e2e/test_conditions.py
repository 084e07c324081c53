"""More filters: conditions in groups, put together with the mouse and with the keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.fields import ContactFields
from klientel.foundation.access import Actor
from klientel.foundation.lib import clock
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import answered, box, button, choice, link
from .keyboard import Keyboard
from .watching import Watcher


@pytest.fixture
def three(actor: Actor) -> None:
    people: list[ContactFields] = [{"last_name": "Chef", "primary": True}]
    with clock.standing_at(clock.now() - timedelta(days=100)):
        create_customer(actor, name="Alt Verleih", segment="rental")
        create_customer(actor, name="Alter Bau", segment="contractor", contacts=people)
    create_customer(actor, name="Neuer Bau", segment="contractor", contacts=people)


def choose(page: Page, name: str, value: str, *, number: int = 0) -> None:
    """What belongs to the choice comes from the server."""
    with answered(page, "**/conditions"):
        choice(page, name).nth(number).select_option(value)


def test_conditions_in_groups_narrow_the_list(open_page: Opens, anna: User, three: None) -> None:
    page = open_page(anna)
    page.goto("/customers?q=a")
    link(page, "Weitere Filter").click()
    choose(page, "Feld", "Hat einen primären Kontakt")
    choose(page, "Vergleich", "nein")
    button(page, "Bedingung").click()
    expect(choice(page, "Feld")).to_have_count(2)
    expect(choice(page, "Feld").nth(1)).to_be_focused()
    choose(page, "Feld", "Letzte Aktivität", number=1)
    choose(page, "Vergleich", "liegt länger zurück als", number=1)
    page.get_by_role("textbox", name="Wie viele").fill("90")
    expect(choice(page, "Vergleich").nth(1)).to_have_css("overflow", "clip")  # before the arrow
    button(page, "Anwenden").click()
    expect(link(page, "Alt Verleih")).to_be_visible()
    expect(link(page, "Alter Bau")).to_have_count(0)
    expect(link(page, "Neuer Bau")).to_have_count(0)
    expect(page.locator("#chips")).to_contain_text("liegt länger zurück als 90 Tage")
    expect(page.get_by_role("searchbox", name="In dieser Liste suchen")).to_have_value("a")

    link(page, "Weitere Filter").click()
    choice(page, "Wie die Bedingungen verknüpft sind").select_option("eine der Bedingungen")
    button(page, "Anwenden").click()
    expect(link(page, "Alter Bau")).to_be_visible()
    expect(link(page, "Neuer Bau")).to_have_count(0)
    # What is typed into the list keeps the conditions.
    page.get_by_role("searchbox", name="In dieser Liste suchen").fill("bau")
    expect(link(page, "Alt Verleih")).to_have_count(0)
    expect(link(page, "Alter Bau")).to_be_visible()
    expect(link(page, "Neuer Bau")).to_have_count(0)
    link(page, "Filter Eine von entfernen").click()
    expect(link(page, "Neuer Bau")).to_be_visible()


def test_what_is_missing_is_said_and_nothing_is_lost(
    open_page: Opens, anna: User, three: None, watcher: Watcher
) -> None:
    watcher.expected = {422}
    page = open_page(anna)
    page.goto("/customers")
    link(page, "Weitere Filter").click()
    button(page, "Anwenden").click()
    expect(page.get_by_text("Ein Wert fehlt.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Wert")).to_be_focused()
    page.get_by_role("textbox", name="Wert").fill("Alt Verl")
    button(page, "Anwenden").click()
    expect(link(page, "Alt Verleih")).to_be_visible()
    expect(link(page, "Neuer Bau")).to_have_count(0)


def test_the_keyboard_alone_suffices(open_page: Opens, anna: User, three: None) -> None:
    keys = Keyboard(open_page(anna), "de")
    page = keys.page
    keys.open("/customers")
    keys.do("Weitere Filter")
    field = choice(page, "Feld")
    expect(field).to_be_focused()
    with answered(page, "**/conditions"):
        keys.type("Segment")
    expect(box(page, "Vermieter")).to_be_visible()
    expect(field).to_be_focused()
    keys.to("Vermieter")
    keys.press("Space")
    keys.check()
    keys.lead("Anwenden")
    expect(link(page, "Alter Bau")).to_have_count(0)
    expect(link(page, "Alt Verleih")).to_be_visible()
