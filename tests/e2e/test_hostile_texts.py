"""Markup and scripts typed into every field stay text on every page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button
from .watching import Watcher

CORPUS = [
    "<script>window.ran=1;alert(1)</script>",
    '"><img src=x onerror="window.ran=1;alert(1)">',
    "'><svg onload=alert(1) data-broken>",
    "javascript:alert(1)",
    "{{ 7|add:35 }}{% now 'Y' %}",
    "</textarea></title><b data-broken>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '" onfocus="alert(1)" autofocus data-broken="',
]
BROKEN = "[data-broken], [onerror], [onload], [onfocus], a[href^='javascript:' i], img[src=x]"


def fill_everything(page: Page, first: int) -> int:
    """One text of the corpus after the other, in every field one can type into."""
    fields = page.locator("main form :is(input[type=text], textarea):visible").all()
    assert len(fields) > 3, "there is something to fill in"
    for place, field in enumerate(fields, start=first):
        field.fill(CORPUS[place % len(CORPUS)])
    return first + len(fields)


def press(page: Page, name: str) -> None:
    """What a field refuses is shown beside it; emptied, the form goes on."""
    send(page, name)
    refused = page.locator("[aria-invalid=true]")
    if refused.count():
        for field in refused.all():
            field.fill("")
        send(page, name)


def send(page: Page, name: str) -> None:
    """The page that answers, also one that shows what was refused, is there afterwards."""
    with page.expect_navigation():
        button(page, name).click()
    look(page)


def look(page: Page) -> None:
    assert page.locator(BROKEN).count() == 0, page.locator(BROKEN).first.evaluate(
        "e => e.outerHTML"
    )
    assert page.evaluate("window.ran") is None
    assert "42" not in page.locator("main").inner_text().replace("{{ 7|add:35 }}", "")


def test_hostile_texts_stay_texts(
    open_page: Opens, anna: User, watcher: Watcher, tmp_path: Path
) -> None:
    watcher.expected = {422}
    page = open_page(anna, language="en")
    page.goto("/customers/new")
    count = fill_everything(page, 0)
    press(page, "Next")
    for _ in CORPUS[2:]:
        button(page, "Add contact").click()
    fill_everything(page, count)
    press(page, "Next")
    press(page, "Save")
    customer = Customer.objects.visible_to(SYSTEM).get()
    expect(page.get_by_role("heading", level=1)).to_have_text(customer.name)
    contacts = Contact.objects.visible_to(SYSTEM).filter(customer=customer)
    page.goto("/contacts/edit?" + "&".join(f"ids={contact.pk}" for contact in contacts[:2]))
    fill_everything(page, 3)
    press(page, "Save")
    import_a_file(page, tmp_path)
    for address in everywhere(customer, contacts[0]):
        page.goto(address)
        look(page)


def import_a_file(page: Page, folder: Path) -> None:
    file = folder / "<img src=x onerror=alert(1)>.csv"
    rows = ["name;city;note;<script>alert(1)</script>"]
    rows += [f"{text};{text};{text};{text}".replace('"', "'") for text in CORPUS]
    file.write_text("\n".join(rows), encoding="utf-8")
    page.goto("/import")
    page.locator("input[type=file]").set_input_files(file)
    for name in ("Next", "Check the rows", "Import"):
        send(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Result of the import")


def everywhere(customer: Customer, contact: Contact) -> list[str]:
    record = f"/customers/{customer.pk}"
    return [
        "/customers",
        "/customers?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
        "/contacts",
        record,
        f"{record}/edit",
        f"{record}/contacts",
        f"{record}/delete",
        f"/contacts/{contact.pk}",
        f"/contacts/edit?ids={contact.pk}",
        f"/contacts/{contact.pk}/delete",
        "/import/runs",
    ]


def test_a_script_in_the_markup_would_be_noticed(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    page = open_page(anna)
    page.goto("/settings/profile")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b onclick=\"alert(1)\">b</b>')")
    page.locator("b").click()
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.goto("/nothing")
    noticed = " ".join(watcher.complaints)
    watcher.complaints.clear()
    assert all(word in noticed for word in ("Content Security Policy", "broken", "404")), noticed
