"""A customer created and deleted by somebody without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button, finding, link, settled

# What has the focus, and whether one sees it: an outline on it or on the box drawn around it.
FOCUS = """() => {
  const here = document.activeElement;
  const drawn = [here, here.closest('label, fieldset, .input, .select')].some((each) => {
    const style = each ? getComputedStyle(each) : null;
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  });
  const label = here.labels?.[0]?.textContent ?? '';
  const name = here.getAttribute('aria-label') || label || here.textContent;
  return {name: name.trim().replace(/\\s+/g, ' '), drawn, top: here.getBoundingClientRect().top};
}"""


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Presses Tab until the thing of this name has the focus, which must be seen on the way."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["drawn"], f"the focus on {focus['name']!r} is not seen"
        seen.append(focus["name"])
        if focus["name"] == name:
            return
    raise AssertionError(f"{name!r} is not reached: {seen}")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.type(text)


def test_a_customer_is_created_and_deleted_without_a_mouse(open_page: Opens, anna: User) -> None:
    page = open_page(anna, language="en")
    page.goto("/customers")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Create customer")
    type_into(page, "Name", "Ohne Maus")
    type_into(page, "City", "Biel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Contacts at Ohne Maus")).to_be_visible()
    type_into(page, "Last name", "Taste")
    tab_to(page, "Next")
    page.keyboard.press("Enter")
    expect(button(page, "Save")).to_be_visible()
    tab_to(page, "Save")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ohne Maus")
    page.keyboard.press("e")
    expect(button(page, "Save")).to_be_visible()
    delete_from_the_list(page)
    assert not Customer.objects.visible_to(SYSTEM).exists()


def delete_from_the_list(page: Page) -> None:
    page.goto("/customers")
    page.keyboard.press("/")
    with finding(page, "maus"):
        page.keyboard.type("maus")
    expect(page.get_by_role("option", name="Show all in Customers")).to_be_visible()
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=maus"))
    expect(link(page, "Ohne Maus")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    panel = page.get_by_role("region", name="Action panel")
    expect(panel).to_contain_text("1 selected")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    leave_menu_and_dialog_again(page)
    ask_for_deletion(page)
    tab_to(page, "Delete customer")
    page.keyboard.press("Enter")
    expect(button(page, "Undo")).to_be_visible()


def leave_menu_and_dialog_again(page: Page) -> None:
    """Escape leads back to the row each time."""
    row = link(page, "Ohne Maus")
    expect(row).to_be_focused()
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem", name="Delete customers")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    ask_for_deletion(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_be_focused()


def ask_for_deletion(page: Page) -> None:
    page.keyboard.press("Shift+F10")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(link(page.get_by_role("dialog"), "Cancel")).to_be_focused()
    settled(page)
