"""Signing in with the code of an authenticator app, as somebody with a phone in hand does."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Page, expect

from klientel.services.accounts.models import User

from .authenticator import Phone
from .conftest import PHONE, WIDE, Opens
from .hands import button, field, sign_in, sign_out

LABEL = "Code from your app, or a recovery code"


@pytest.fixture
def secret(anna: User) -> str:
    """Anna has set up the app before."""
    found = str(generate_totp_secret())
    TOTP.activate(anna, found)
    return found


def ask_for_the_code(page: Page, user: User, *, target: str = "/customers") -> None:
    page.goto(target)
    page.wait_for_url("**/accounts/login?**")
    sign_in(page, user)
    page.wait_for_url("**/accounts/login/code")


def enter(page: Page, code: str) -> None:
    field(page, LABEL).fill(code)
    button(page, "Sign in").click()


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_code_of_the_app_leads_to_the_page_that_was_asked_for(
    open_page: Opens, anna: User, secret: str, phone: Phone, size: tuple[int, int]
) -> None:
    page = open_page(language="en", size=size)
    ask_for_the_code(page, anna, target="/settings/profile")
    expect(field(page, LABEL)).to_be_focused()
    page.keyboard.type(phone.code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/profile")


def test_without_the_code_nothing_opens(
    open_page: Opens, anna: User, secret: str, phone: Phone
) -> None:
    page = open_page(language="en")
    ask_for_the_code(page, anna)
    page.goto("/customers")
    page.wait_for_url("**/accounts/login/code")
    expect(field(page, LABEL)).to_be_visible()


def test_a_wrong_code_is_refused_in_words_and_another_may_be_typed(
    open_page: Opens, anna: User, secret: str, phone: Phone
) -> None:
    page = open_page(language="en")
    ask_for_the_code(page, anna)
    right = phone.code(secret)
    enter(page, f"{(int(right) + 1) % 1_000_000:06}")
    expect(page.get_by_text("This code is not right.")).to_be_visible()
    enter(page, right)
    page.wait_for_url("**/customers")


def test_a_code_counts_once_and_the_next_one_again(
    open_page: Opens, anna: User, secret: str, phone: Phone
) -> None:
    page = open_page(language="en")
    ask_for_the_code(page, anna)
    seen_over_the_shoulder = phone.code(secret)
    enter(page, seen_over_the_shoulder)
    page.wait_for_url("**/customers")
    sign_out(page)
    ask_for_the_code(page, anna)
    enter(page, seen_over_the_shoulder)
    expect(page.get_by_text("This code is not right.")).to_be_visible()
    phone.half_a_minute_later()
    enter(page, phone.code(secret))
    page.wait_for_url("**/customers")


def test_whoever_has_no_phone_at_hand_goes_back_to_the_sign_in(
    open_page: Opens, anna: User, secret: str
) -> None:
    page = open_page(language="en")
    ask_for_the_code(page, anna)
    button(page, "Back to sign-in").click()
    page.wait_for_url("**/accounts/login")
    expect(field(page, "E-mail address")).to_be_visible()
