"""Onboarding a customer: who looks after it, chosen and taken off as the reference page says."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Customer, TeamMember
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actions as accounts
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, User

from .conftest import Opens
from .hands import button, link, toast


@pytest.fixture
def nord(actor: Actor, anna: User) -> Customer:
    return create_customer(actor, name="Nordbau GmbH", account_manager=anna.email)


@pytest.fixture
def tina(actor: Actor) -> User:
    """A technician, who sees her own customers alone."""
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    return accounts.create_user(
        actor, email="tina@klientel.example", name="Tina Berg", role=Role.TECHNICIAN
    )


def team() -> set[str]:
    return {str(member) for member in TeamMember.objects.visible_to(SYSTEM)}


def chips(page: Page) -> Locator:
    """As they are seen: those of nobody who is chosen stand there hidden."""
    return page.get_by_role("list", name="Ausgewählt").get_by_role("listitem")


@pytest.mark.parametrize("way", ["page", "right click"])
def test_the_account_team_is_chosen_and_taken_off(
    open_page: Opens, anna: User, tina: User, nord: Customer, way: str
) -> None:
    StaffTeam.objects.create(name="Werkstatt Nord").members.add(tina)
    page = open_page(anna)
    _open_for_editing(page, nord, way)
    # Feld Zuständiges Team im Abschnitt Zugehörigkeiten; klicken Sie auf das Auswahlsymbol.
    expect(page.get_by_role("heading", name="Zugehörigkeiten")).to_be_visible()
    field = page.get_by_role("group", name="Zuständiges Team")
    field.get_by_text("Mitarbeiter auswählen").click()
    # Klicken Sie auf alle Mitarbeiter, die Sie hinzufügen möchten.
    field.get_by_role("checkbox", name="Tina Berg").check()
    field.get_by_role("checkbox", name="Werkstatt Nord").check()
    # Die ausgewählten Namen erscheinen in dem darunter liegenden Feld; wer der zuständige
    # Mitarbeiter ist, gehört dazu und hat kein X.
    expect(chips(page)).to_contain_text(["Anna Keller", "Tina Berg", "Werkstatt Nord"])
    expect(chips(page)).to_have_count(3)
    expect(field.get_by_role("button", name="Anna Keller entfernen")).to_have_count(0)
    button(page, "Speichern & Schließen").click()
    expect(toast(page, "Änderungen gespeichert")).to_be_visible()
    expect(page.get_by_role("heading", name="Kunden", exact=True)).to_be_visible()
    assert page.url.endswith("/customers?sort=name" if way == "right click" else "/customers")
    assert team() == {"Tina Berg", "Werkstatt Nord"}

    page.goto(nord.get_absolute_url())
    for name in ("Anna Keller", "Tina Berg", "Werkstatt Nord"):
        expect(page.get_by_role("listitem").filter(has_text=name).first).to_be_visible()
    # Klicken Sie auf das X neben einem Namen; ebenso hebt das Kontrollkästchen die Auswahl auf.
    link(page, "Bearbeiten").click()
    field.get_by_role("button", name="Tina Berg entfernen").click()
    field.get_by_text("Mitarbeiter auswählen").click()
    expect(field.get_by_role("checkbox", name="Tina Berg")).not_to_be_checked()
    field.get_by_role("checkbox", name="Werkstatt Nord").uncheck()
    button(page, "Speichern & Schließen").click()
    expect(toast(page, "Änderungen gespeichert")).to_be_visible()
    assert team() == set()


def _open_for_editing(page: Page, customer: Customer, way: str) -> None:
    """Öffnen Sie die Seite Firma und klicken Sie auf Bearbeiten oder klicken Sie mit der rechten
    Maustaste auf einen Kundeneintrag in der Tabelle und wählen Sie Firma bearbeiten aus."""
    if way == "page":
        page.goto(customer.get_absolute_url())
        link(page, "Bearbeiten").click()
        return
    page.goto("/customers?sort=name")
    link(page, customer.name).click(button="right")
    page.get_by_role("menuitem", name="Firma bearbeiten").click()


def test_the_team_gives_access_and_takes_it_with_the_next_click(
    open_page: Opens, actor: Actor, anna: User, tina: User, nord: Customer
) -> None:
    create_customer(actor, name="Südbau GmbH", team=[tina.email])
    hers = open_page(tina)
    hers.goto("/customers")
    expect(link(hers, "Südbau GmbH")).to_be_visible()
    expect(hers.get_by_role("table")).not_to_contain_text("Nordbau")

    page = open_page(anna)
    page.goto(f"{nord.get_absolute_url()}/edit")
    field = page.get_by_role("group", name="Zuständiges Team")
    field.get_by_text("Mitarbeiter auswählen").click()
    field.get_by_role("checkbox", name="Tina Berg").check()
    button(page, "Speichern").click()
    expect(toast(page, "Änderungen gespeichert")).to_be_visible()
    link(page, "Wer sieht das?").click()
    row = page.get_by_role("row").filter(has_text="Tina Berg")
    expect(row).to_contain_text("Zuständiges Team")

    hers.reload()
    link(hers, "Nordbau GmbH").click()
    expect(hers.get_by_role("heading", name="Nordbau GmbH")).to_be_visible()
    page.goto(f"{nord.get_absolute_url()}/edit")
    field.get_by_role("button", name="Tina Berg entfernen").click()
    button(page, "Speichern").click()
    expect(toast(page, "Änderungen gespeichert")).to_be_visible()
    hers.goto("/customers")
    expect(link(hers, "Südbau GmbH")).to_be_visible()
    expect(hers.get_by_role("table")).not_to_contain_text("Nordbau")


def test_the_team_is_chosen_with_the_keyboard_alone(
    open_page: Opens, anna: User, tina: User, nord: Customer
) -> None:
    page = open_page(anna)
    page.goto(f"{nord.get_absolute_url()}/edit")
    page.get_by_label("Zuständiger Mitarbeiter").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("tina")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(button(page, "Tina Berg entfernen")).to_be_focused()
    page.get_by_label("Zuständiger Mitarbeiter").select_option("")
    expect(chips(page)).to_have_text([re.compile("Tina Berg")])
    button(page, "Speichern").press("Enter")
    expect(toast(page, "Änderungen gespeichert")).to_be_visible()
    assert team() == {"Tina Berg"}
