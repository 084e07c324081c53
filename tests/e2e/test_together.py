"""Two people at one customer."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User

from .conftest import Opens
from .hands import button, field
from .watching import Watcher


def test_a_change_by_somebody_else_is_shown_beside_ones_own(
    open_page: Opens, actor: Actor, anna: User, person: Callable[..., User], watcher: Watcher
) -> None:
    customer = create_customer(actor, name="Bagger Müller", website="https://alt.example")
    address = f"/customers/{customer.pk}/edit"
    mine = open_page(anna, language="en")
    theirs = open_page(person("user", "Beat Moser"), language="en")
    for page in (mine, theirs):
        page.goto(address)
    field(theirs, "Name").fill("Bagger von Beat")
    button(theirs, "Save").click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Bagger von Beat")

    watcher.expected = {409}
    field(mine, "Name").fill("Bagger von Anna")
    field(mine, "Official website").fill("neu.example")
    button(mine, "Save").click()
    question = mine.get_by_role("radiogroup", name="Name")
    expect(question).to_contain_text("Bagger von Anna")
    expect(question).to_contain_text("Beat Moser: Bagger von Beat")
    expect(field(mine, "Official website")).to_have_value("neu.example")
    question.get_by_role("radio").nth(1).check()
    button(mine, "Save").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Bagger von Beat")
    assert "neu.example" in Customer.objects.visible_to(SYSTEM).get().website
