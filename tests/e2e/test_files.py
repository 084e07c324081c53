"""A logo and files on a customer, with and without scripts."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User

from .conftest import PHONE, Opens
from .hands import button, link, toast
from .watching import Watcher

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="run"</script></svg>'


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def photo() -> FilePayload:
    result = io.BytesIO()
    Image.new("RGB", (900, 600), "orange").save(result, "JPEG")
    return payload("bagger.jpg", result.getvalue())


def choose(page: Page, *files: FilePayload) -> None:
    page.locator("main input[type=file]").set_input_files(list(files))


def test_a_logo_is_set_refused_and_removed(
    open_page: Opens, actor: Actor, anna: User, watcher: Watcher
) -> None:
    customer = create_customer(actor, name="Bagger Müller")
    page = open_page(anna, language="en")
    page.goto(customer.get_absolute_url())
    link(page, "Logo").click()
    watcher.expected = {422}
    choose(page, payload("logo.png", SVG))
    button(page, "Save").click()
    expect(page.get_by_text("Choose a picture in JPEG, PNG, WebP or GIF.")).to_be_visible()
    choose(page, photo())
    button(page, "Save").click()
    expect(toast(page, "Picture changed")).to_be_visible()
    shown = link(page, "Change the logo").locator("img")
    expect(shown).to_have_js_property("naturalWidth", 512)
    shown.click()
    button(page, "Remove picture").click()
    expect(toast(page, "Picture removed")).to_be_visible()
    expect(link(page, "Change the logo").locator("img")).to_have_count(0)


def test_files_are_added_fetched_and_deleted(
    open_page: Opens, actor: Actor, anna: User, watcher: Watcher
) -> None:
    customer = create_customer(actor, name="Bagger Müller")
    page = open_page(anna, language="en", size=PHONE)
    page.goto(customer.get_absolute_url())
    page.get_by_role("link", name="Files").click()
    expect(page.get_by_role("heading", name="No files yet")).to_be_visible()
    watcher.expected = {422}
    choose(page, payload("setup.exe", b"MZ"))
    button(page, "Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("is a program")
    choose(page, payload("Plan.txt", b"Hallo"), payload("zeichnung.svg", SVG))
    expect(page.get_by_text("Plan.txt, zeichnung.svg")).to_be_visible()
    button(page, "Upload").click()
    expect(toast(page, "2 files added")).to_be_visible()
    with page.expect_download() as fetched:
        link(page, "zeichnung.svg").click()
    assert fetched.value.suggested_filename == "zeichnung.svg"
    assert fetched.value.path().read_bytes() == SVG
    assert page.title() != "run"
    button(page, "Delete Plan.txt").click()
    expect(link(page, "Plan.txt")).to_have_count(0)
    button(page, "Undo").click()
    expect(link(page, "Plan.txt")).to_be_visible()


def test_files_are_added_without_scripts(open_page: Opens, actor: Actor, anna: User) -> None:
    customer = create_customer(actor, name="Bagger Müller")
    page = open_page(anna, language="en", scripts=False)
    page.goto(f"{customer.get_absolute_url()}/files")
    choose(page, payload("Plan.txt", b"Hallo"))
    button(page, "Upload").click()
    expect(link(page, "Plan.txt")).to_be_visible()
