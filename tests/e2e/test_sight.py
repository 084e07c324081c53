"""An admin decides how much a role sees, and keeps teams of staff; with the keyboard as well."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.foundation.access import Actor
from klientel.services.accounts import actions as accounts
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, User

from .conftest import Opens
from .hands import button, link, toast


def tina(actor: Actor) -> User:
    return accounts.create_user(
        actor, email="tina@klientel.example", name="Tina Berg", role=Role.TECHNICIAN
    )


def test_a_role_is_limited_to_its_own_customers_with_the_keyboard_alone(
    open_page: Opens, actor: Actor, anna: User
) -> None:
    technician = tina(actor)
    create_customer(actor, name="Nordbau GmbH")
    hers = open_page(technician)
    hers.goto("/customers")
    expect(link(hers, "Nordbau GmbH")).to_be_visible()

    page = open_page(anna)
    page.goto("/settings/roles")
    group = page.get_by_role("radiogroup", name="Techniker")
    group.get_by_role("radio", name="Alle Kunden").focus()
    page.keyboard.press("ArrowRight")
    expect(group.get_by_role("radio", name="Eigene Kunden")).to_be_checked()
    _tab_to(page, "Speichern")
    page.keyboard.press("Enter")
    expect(toast(page, "gespeichert")).to_be_visible()
    assert RoleSight.objects.get(role=Role.TECHNICIAN).sight == Sight.MINE

    hers.goto("/customers")
    expect(hers.get_by_text("Nordbau")).to_have_count(0)


def test_a_team_is_kept_and_says_what_ends_with_it(
    open_page: Opens, actor: Actor, anna: User
) -> None:
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    technician = tina(actor)
    page = open_page(anna)
    page.goto("/settings/teams")
    page.get_by_role("link", name="Team hinzufügen").click()
    page.get_by_label("Name").fill("Werkstatt")
    page.get_by_role("checkbox", name="Tina Berg").check()
    button(page, "Speichern & Schließen").click()
    expect(page.get_by_role("table")).to_contain_text("Werkstatt")
    create_customer(actor, name="Nordbau GmbH", staff_teams=["Werkstatt"])

    page.goto(f"/settings/users/{technician.pk}/sight?role=user")
    expect(page.get_by_role("heading", name="Was sieht Tina Berg?")).to_be_visible()
    page.goto("/settings/teams")
    link(page, "Werkstatt").click()
    button(page, "Team auflösen").or_(link(page, "Team auflösen")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Kunde ist für Tina Berg nicht mehr sichtbar")
    button(dialog, "Team auflösen").click()
    expect(page.get_by_role("table")).to_contain_text("Aufgelöst")
    assert not StaffTeam.objects.get().is_active


def _tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == name:
            return
    raise AssertionError(f"{name} is not reached")
