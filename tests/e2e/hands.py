"""What a hand does on a page: it finds things by role and by the name they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from re import Pattern
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Response, expect

from klientel.services.accounts.models import User

PASSWORD = "Kran-und-Bagger-7"
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"


@contextmanager
def answered(page: Page, url: str | Pattern[str] | Callable[[Response], bool]) -> Iterator[None]:
    """Goes on once the answer stands on the page: the browser has it a moment before."""
    with page.expect_response(url):
        yield
    settled(page)


def settled(page: Page) -> None:
    """Nothing that was asked of the server is still on its way into the page."""
    expect(page.locator(UNDER_WAY)).to_have_count(0)


@contextmanager
def finding(page: Page, words: str) -> Iterator[None]:
    """The hits for all of these words stand there, not those for the first letters of them.

    A field that has just come has the focus a moment before it listens.
    """
    settled(page)
    with answered(page, lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [words]):
        yield


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def field(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def choice(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def box(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("checkbox", name=name, exact=True)


def toast(page: Page, words: str) -> Locator:
    """What a message on the page says; for a moment the same stands where it is read out."""
    return page.locator("#toasts [data-k-toast-target=text]").filter(has_text=words).last


def sign_in(page: Page, user: User) -> None:
    """On the page that is open, in English."""
    field(page, "E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    button(page, "Sign in").click()


def sign_out(page: Page) -> None:
    """From any page, in English."""
    page.get_by_role("button", name="profile, language, appearance, sign out").click()
    page.get_by_role("menuitem", name="Sign out", exact=True).click()
    expect(button(page, "Sign in")).to_be_visible()
