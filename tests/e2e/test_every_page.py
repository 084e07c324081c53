"""What holds for every page: readable by all, no wider than the window, named and in order."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Contact
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from . import places
from .conftest import PHONE, WIDE, Opens
from .watching import Watcher

AXE = Axe()
OPTIONS = {"resultTypes": ["violations"]}  # the others are not worked out in full
COMBINATIONS = [("de", "light", WIDE), ("fr", "dark", PHONE), ("en", "light", PHONE)]
ORDER = """() => ({
  headings: document.querySelectorAll('h1').length,
  language: document.documentElement.lang,
  title: document.title,
  excess: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  scrolled: window.scrollY,
  outside: [...document.querySelectorAll(':is(main, dialog) :is(p, a, h1, h2, legend, dd)')]
    .filter((each) => each.checkVisibility() && each.clientWidth > 1)
    .filter((each) => !each.closest('.overflow-x-auto, tr'))
    .filter((each) => each.getBoundingClientRect().right > innerWidth)
    .map((each) => each.textContent.trim().slice(0, 40)),
})"""


def complaints(page: Page, language: str) -> list[str]:
    found = [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
        for one in AXE.run(page, options=OPTIONS).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    facts = page.evaluate(ORDER)
    if facts["headings"] != 1:
        found.append(f"{facts['headings']} headings of the first level")
    if facts["language"] != language:
        found.append(f"is in {facts['language']!r}")
    if not facts["title"].strip(" ·").removesuffix("Klientel").strip(" ·"):
        found.append("has no title of its own")
    return found


@pytest.mark.parametrize(("language", "scheme", "size"), COMBINATIONS)
def test_every_page_can_be_used_by_everybody(
    open_page: Opens,
    anna: User,
    watcher: Watcher,
    language: str,
    scheme: Literal["light", "dark"],
    size: tuple[int, int],
) -> None:
    watcher.expected = {404, 410}
    page = open_page(anna, language=language, scheme=scheme, size=size)
    stranger = open_page(language=language, scheme=scheme, size=size)
    found = []
    for each, addresses in ((page, places.signed_in(anna)), (stranger, places.SIGNED_OUT)):
        for name, address in addresses.items():
            each.goto(address)
            found += [f"{name}: {text}" for text in complaints(each, language)]
    assert not found, "\n".join(found)


def test_no_page_is_wider_than_a_small_phone(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    watcher.expected = {404, 410}
    page = open_page(anna, size=(320, 640))
    stranger = open_page(size=(320, 640))
    wrong = {}
    for each, addresses in ((page, places.signed_in(anna)), (stranger, places.SIGNED_OUT)):
        for name, address in addresses.items():
            each.goto(address)
            facts = each.evaluate(ORDER)
            if facts["excess"] or facts["scrolled"]:
                wrong[name] = facts
    assert not wrong


def test_a_name_of_one_long_word_leaves_no_page(
    open_page: Opens, anna: User, actor: Actor, watcher: Watcher
) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"
    customer = create_customer(
        actor,
        name=word,
        contacts=[{"last_name": word, "primary": True}, {"last_name": "Zwei"}],
        emails=[{"value": f"{word[:30].lower()}@{word[:30].lower()}.example"}],
    )
    contact = Contact.objects.visible_to(SYSTEM).get(customer=customer, primary=True)
    record, person = f"/customers/{customer.pk}", f"/contacts/{contact.pk}"
    page = open_page(anna, size=(320, 640))
    for address in (
        record,
        f"{record}/edit",
        f"{record}/contacts",
        f"{record}/files",
        f"{record}/logo",
        f"{record}/delete",
        person,
        f"{person}/picture",
        f"{person}/delete",
        f"/contacts/new?customer={customer.pk}",
        f"/contacts/chosen/move?ids={contact.pk}",
        f"/contacts/edit?ids={contact.pk}",
    ):
        page.goto(address)
        facts = page.evaluate(ORDER)
        assert (facts["excess"], facts["outside"]) == (0, []), address


def test_an_address_fits_on_one_line_of_a_record_on_a_laptop(
    open_page: Opens, anna: User, actor: Actor
) -> None:
    customer = create_customer(actor, name="Nord", emails=[{"value": "info@nordbau.example"}])
    page = open_page(anna, size=(1280, 800))
    page.goto(f"/customers/{customer.pk}")
    box = page.locator("dd").get_by_role("link", name="info@nordbau.example").last.bounding_box()
    assert box
    assert box["height"] < 30


@pytest.mark.parametrize("address", ["/customers", "/contacts", "/contacts/organisations"])
@pytest.mark.parametrize("width", [768, 1024, 1200])
def test_names_keep_their_room_in_lists(
    open_page: Opens, anna: User, actor: Actor, address: str, width: int
) -> None:
    create_customer(actor, name="Nord", contacts=[{"last_name": "Ost", "primary": True}])
    page = open_page(anna, size=(width, 800))
    page.goto(address)
    cell = page.locator("tr:has(input[name=ids]) > td:nth-child(2)").first.bounding_box()
    assert cell
    assert cell["width"] > 180


def test_all_areas_of_the_settings_are_in_sight_where_there_is_room(
    open_page: Opens, anna: User
) -> None:
    page = open_page(anna, language="fr")
    page.goto("/settings/outbox")
    areas = page.get_by_role("navigation", name="Paramètres").get_by_role("link")
    expect(areas).not_to_have_count(0)
    for area in areas.all():
        box = area.bounding_box()
        assert box
        assert 0 <= box["x"] <= WIDE[0] - box["width"]
