"""Pictures of every page, for looking at, and those of the documentation.

`KLIENTEL_TEST_PICTURES=folder pytest tests/e2e/pictures.py`; `-k documentation` for docs/images.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM
from klientel.interfaces.demo.build import build_demo
from klientel.services.accounts.models import User

from . import places
from .conftest import PHONE, WIDE, Opens
from .watching import Watcher

DOCS = Path("docs/images")
NORTHWIND = Path("klientel/services/transfer/tests/data/customers.csv")
LOOKS = [
    (language, scheme, size)
    for language, scheme in (("de", "light"), ("de", "dark"), ("fr", "light"), ("fr", "dark"))
    for size in (WIDE, PHONE)
]


def _folder() -> Path:
    folder = Path(os.environ["KLIENTEL_TEST_PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _states(page: Page) -> Iterator[str]:
    """What appears only after a hand has moved; each name comes when the page is ready."""
    page.goto("/customers")
    for place in range(3):
        page.locator("#rows input[type=checkbox]").nth(place).check()
    yield "customers-selected"
    page.goto("/customers")
    page.locator("#filters summary").click()
    yield "customers-filter"
    yield from _wizard(page)
    yield from _import(page)


def _wizard(page: Page) -> Iterator[str]:
    page.goto("/customers/new")
    page.locator("[name=name]").fill("Bagger Müller & Söhne")
    page.locator("[name=phones-0-value]").fill("12")
    page.locator("[name=go][value=next]:visible").click()
    expect(page.locator("[name=phones-0-value][aria-invalid=true]")).to_be_visible()
    page.wait_for_load_state()
    yield "wizard-refused"
    page.locator("[name=custom_kreditlimit]").fill("25.000")
    page.locator("[name=phones-0-value]").fill("040 66969 123")
    page.locator("[name=addresses-0-city]").fill("Hamburg")
    page.locator("[name=name]").fill("Müller & Söhne Baumaschinen")
    page.locator("[name=number]").focus()
    expect(page.locator("#customer-alike a")).to_be_visible()
    yield "wizard-alike"
    page.locator("[name=go][value=next]:visible").click()
    _contacts(page)
    yield "wizard-contacts"
    page.locator("[name=go][value=next]:visible").click()
    expect(page.locator("[name=go][value=save]:visible")).to_be_visible()
    yield "wizard-review"
    page.locator("[name=go][value=save]:visible").click()
    page.wait_for_url("**/customers/*")
    yield "customer-created"
    yield from _deleting(page)


def _contacts(page: Page) -> None:
    """Two of them, the second one known and primary."""
    page.locator("[name=contacts-0-last_name]").fill("Ohnesorg")
    page.locator("[data-k-rows-target=add]").click()
    page.locator("[name=contacts-1-first_name]").fill("Zoé")
    page.locator("[name=contacts-1-last_name]").fill("Dupont")
    page.locator("[name=contacts-1-email]").focus()
    expect(page.locator("#contacts-1-alike a")).to_be_visible()
    page.locator("[name=contacts-primary]").nth(1).check()


def _deleting(page: Page) -> Iterator[str]:
    page.locator("a[href$='/delete']").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "customer-delete-dialog"
    page.get_by_role("dialog").locator("button[type=submit]").click()
    page.wait_for_url("**/customers")
    yield "customers-toast"


def _import(page: Page) -> Iterator[str]:
    page.goto("/import")
    page.locator("input[type=file]").set_input_files(NORTHWIND)
    for name in ("import-columns", "import-preview", "import-result"):
        page.locator("main form button[type=submit]:visible").last.click()
        page.wait_for_load_state()
        yield name


@pytest.mark.parametrize(("language", "scheme", "size"), LOOKS)
@pytest.mark.parametrize("content", ["demo", "empty"])
def test_pictures_of_every_page(
    open_page: Opens,
    anna: User,
    watcher: Watcher,
    language: str,
    scheme: Literal["light", "dark"],
    size: tuple[int, int],
    content: str,
) -> None:
    watcher.expected = {404, 410, 422}
    folder, look = _folder(), f"{language}-{size[0]}-{scheme}-{content}"
    page = open_page(anna, language=language, scheme=scheme, size=size)
    if content == "empty":
        addresses = {"customers": "/customers", "contacts": "/contacts", "imports": "/import/runs"}
    else:
        build_demo()
        addresses = places.signed_in(anna)
    for name, address in addresses.items():
        page.goto(address)
        page.screenshot(path=folder / f"{name}-{look}.png")
    if content == "demo":
        for name in _states(page):
            page.screenshot(path=folder / f"{name}-{look}.png")
        stranger = open_page(language=language, scheme=scheme, size=size)
        for name, address in places.SIGNED_OUT.items():
            stranger.goto(address)
            stranger.screenshot(path=folder / f"{name}-{look}.png")


def test_the_first_visit(open_page: Opens) -> None:
    page = open_page()
    page.goto("/setup")
    page.screenshot(path=_folder() / "setup-de-1440-light.png")


def test_pictures_of_the_documentation(open_page: Opens, anna: User) -> None:
    build_demo()
    page = open_page(anna)
    page.goto("/customers")
    page.screenshot(path=DOCS / "customers.png")
    talked_about = Customer.objects.visible_to(SYSTEM).exclude(note="").filter(country="DE")
    customer = talked_about.filter(active=True, contacts__primary=True).order_by("pk").first()
    assert customer
    page.goto(f"/customers/{customer.pk}")
    page.screenshot(path=DOCS / "customer.png")
