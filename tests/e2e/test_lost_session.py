"""A form whose browser has lost its cookies meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button, field, sign_in
from .watching import Watcher


def lose(page: Page, *names: str) -> None:
    for name in names:
        page.context.clear_cookies(name=name)


@pytest.mark.parametrize("lost", [("klientel_session",), ("klientel_session", "klientel_csrf")])
def test_what_was_typed_is_there_again_after_signing_in(
    open_page: Opens, anna: User, watcher: Watcher, lost: tuple[str, ...]
) -> None:
    watcher.expected = {401}
    page = open_page(anna, language="en")
    page.goto("/settings/profile")
    field(page, "Name").fill("Anna “Ännchen” Keller")
    lose(page, *lost)
    button(page, "Save").click()
    expect(page.get_by_text("You were signed out in the meantime")).to_be_visible()
    sign_in(page, anna)
    page.wait_for_url("**/accounts/resume")
    anna.refresh_from_db()
    assert anna.name == "Anna Keller", "nothing is sent before the button is pressed"
    button(page, "Next").click()
    page.wait_for_url("**/settings/profile")
    expect(field(page, "Name")).to_have_value("Anna “Ännchen” Keller")


def test_who_has_lost_the_token_alone_sends_the_form_again(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    watcher.expected = {403}
    page = open_page(anna, language="en")
    page.goto("/settings/profile")
    field(page, "Name").fill("Anna Typed")
    lose(page, "klientel_csrf")
    button(page, "Save").click()
    button(page, "Next").click()
    page.wait_for_url("**/settings/profile")
    expect(field(page, "Name")).to_have_value("Anna Typed")
