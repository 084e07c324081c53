"""Passkeys, codes, the first visit, and what a role does not offer."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM
from klientel.services.accounts.credentials import create_password_link
from klientel.services.accounts.models import User

from .authenticator import Phone
from .conftest import Opens
from .hands import PASSWORD, box, button, choice, field, link, sign_in, sign_out
from .watching import Watcher


def arrive(page: Page, user: User) -> None:
    page.goto("/accounts/login")
    sign_in(page, user)
    page.wait_for_url("**/customers")


def prove(page: Page) -> None:
    """What changes the sign-in is asked for with the password once more."""
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        button(page, "Continue").click()


def test_a_passkey_is_added_and_signs_in(open_page: Opens, anna: User) -> None:
    page = open_page(language="en")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    arrive(page, anna)
    page.goto("/settings/security")
    link(page, "Add passkey").click()
    prove(page)
    field(page, "Name of the passkey").fill("Laptop")
    with page.expect_navigation():
        button(page, "Add passkey").click()
    page.goto("/settings/security")
    expect(page.get_by_text("Laptop")).to_be_visible()
    sign_out(page)
    button(page, "Passkey").click()
    page.wait_for_url("**/customers")


def test_the_app_is_set_up_and_a_recovery_code_signs_in(
    open_page: Opens, anna: User, phone: Phone
) -> None:
    page = open_page(language="en")
    arrive(page, anna)
    page.goto("/settings/security")
    link(page, "Set up").click()
    prove(page)
    page.get_by_text("Type the key instead").click()
    secret = page.get_by_role("main").locator("code").inner_text()
    page.get_by_role("textbox").and_(page.locator("[name=code]")).fill(phone.code(secret))
    button(page, "Set up").click()
    expect(page.get_by_text("Shown only now")).to_be_visible()
    spare = page.get_by_role("main").locator("li code").first.inner_text()
    sign_out(page)
    sign_in(page, anna)
    page.locator("[name=code]").fill(spare)
    button(page, "Sign in").click()
    page.wait_for_url("**/customers")


def test_the_first_visit_makes_the_administrator_and_a_demo(open_page: Opens) -> None:
    page = open_page(language="en")
    page.goto("/")
    page.wait_for_url("**/setup")
    field(page, "Name").fill("Anna Keller")
    field(page, "E-mail address").fill("anna@klientel.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    choice(page, "Language").select_option(label="Français")
    box(page, "Fill with demo data").check()
    page.set_default_timeout(60_000)  # the demo is built before the page answers
    button(page, "Get started").click()
    page.wait_for_url("**/customers", timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
    assert Customer.objects.visible_to(SYSTEM).count() > 100


def test_who_may_not_create_finds_no_button_and_is_refused(
    open_page: Opens, person: Callable[..., User], watcher: Watcher
) -> None:
    page = open_page(person("user", "Beat Moser"))
    page.goto("/customers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunden")
    expect(link(page, "Kunden erstellen")).to_have_count(0)
    watcher.expected = {403}
    page.goto("/customers/new")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("403")).to_be_visible()


def test_the_link_of_a_mail_chooses_a_password(open_page: Opens, anna: User) -> None:
    page = open_page(language="en")
    page.goto(f"/accounts/password/new/{create_password_link(SYSTEM, anna)}")
    field(page, "New password").fill("Ampel im Nebel 7")
    button(page, "Save password").click()
    page.wait_for_url("**/accounts/password/chosen")
    anna.refresh_from_db()
    assert anna.check_password("Ampel im Nebel 7")
