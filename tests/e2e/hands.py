"""What a hand does on a page: it finds things by role and by the name they are called."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from klientel.services.accounts.models import User

PASSWORD = "Kran-und-Bagger-7"


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
