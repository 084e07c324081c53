"""The reference pages sentence by sentence, in the order they are written: managing customers,
customers and their organisations, and onboarding a new customer."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Locator, Page, expect

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.models import Contact, Customer, TeamMember
from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.lib import clock
from klientel.services.accounts import actions as accounts
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User
from klientel.services.notifications.models import OutboxMail

from .conftest import Opens
from .hands import answered, box, button, choice, field, finding, link, settled
from .watching import Watcher


def open_area(page: Page, name: str) -> None:
    """From the left bar."""
    page.goto("/")
    with page.expect_navigation():
        link(page.get_by_role("navigation", name="Hauptnavigation"), name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def choose_to_add(page: Page, name: str) -> None:
    button(page, "Hinzufügen").click()
    with page.expect_navigation():
        page.get_by_role("menuitem", name=name, exact=True).click()


def branch(page: Page, name: str) -> Locator:
    return page.locator("tbody", has=page.locator("th", has_text=name))


def fact(page: Page, name: str) -> Locator:
    """A line of the key data above a record."""
    term = page.get_by_role("term").filter(has_text=re.compile(f"^{name}$"))
    return page.get_by_role("main").locator("div", has=term).last


def test_managing_customers(open_page: Opens, anna: User, actor: Actor, tmp_path: Path) -> None:
    with clock.standing_at(clock.now() - timedelta(days=40)):
        create_customer(actor, name="Alte Grube GmbH")
    page = open_page(anna)
    open_area(page, "Kunden")
    # Verwenden Sie die Importieren, um Kundendaten aus einer Datei (z. B. CSV) hochzuladen.
    expect(link(page.get_by_role("main"), "Importieren")).to_be_visible()
    add_a_client(page)
    narrow_and_export(page, tmp_path)
    # Sobald ein Kunde hinzugefügt wurde, können Sie sein detailliertes Profil einsehen, indem Sie
    # auf den Namen des Kunden in der Tabelle "Kunden" klicken.
    open_area(page, "Kunden")
    link(page.get_by_role("table"), "Huber Tiefbau AG").click()
    expect(page.get_by_role("heading", name="Profil-Infos")).to_be_visible()
    # Wichtige Kundendaten wie E-Mail, Name des Unternehmens und Sprache werden angezeigt.
    expect(fact(page, "E-Mail")).to_contain_text("info@huber.example")
    expect(fact(page, "Name des Unternehmens")).to_contain_text("Huber Tiefbau AG")
    expect(fact(page, "Sprache")).to_contain_text("Französisch")


def add_a_client(page: Page) -> None:
    # Klicken Sie auf die + Kunde hinzufügen. Füllen Sie die erforderlichen Felder aus.
    with page.expect_navigation():
        link(page.get_by_role("main"), "Kunde hinzufügen").click()
    field(page, "Name des Kunden").fill("Sabine Huber")
    field(page, "E-Mail").fill("sabine@huber.example")
    field(page, "Name des Unternehmens").fill("Huber Tiefbau AG")
    field(page.get_by_role("group", name="Kontaktinformationen"), "E-Mail-Adresse").fill(
        "info@huber.example"
    )
    choice(page, "Sprache").last.select_option(label="Französisch")
    button(page, "Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Huber Tiefbau AG")


def narrow_and_export(page: Page, folder: Path) -> None:
    # Kunden filtern nach Datum hinzugefügt
    open_area(page, "Kunden")
    page.locator("summary", has_text="Filter").first.click()
    today = clock.now().astimezone().date()
    page.get_by_label("Datum hinzugefügt ab").fill((today - timedelta(days=1)).isoformat())
    button(page, "Anwenden").click()
    expect(link(page, "Alte Grube GmbH")).to_have_count(0)
    expect(link(page, "Huber Tiefbau AG")).to_be_visible()
    # Klicken Sie auf die Exportieren, um Kundendaten zur externen Verwendung herunterzuladen.
    assert exported(page, folder) == ["Huber Tiefbau AG"]
    # oder suchen Sie über die Suchleiste.
    open_area(page, "Kunden")
    with finding(page, "grube"):
        page.get_by_role("searchbox", name="In dieser Liste suchen").fill("grube")
    expect(link(page, "Huber Tiefbau AG")).to_have_count(0)
    expect(link(page, "Alte Grube GmbH")).to_be_visible()


def exported(page: Page, folder: Path) -> list[str]:
    link(page, "Exportieren").click()
    with page.expect_download() as download:
        button(page.get_by_role("dialog"), "Exportieren").click()
    target = folder / "kunden.csv"
    download.value.save_as(target)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    return [row["Name"] for row in csv.DictReader(lines, delimiter=";")]


def test_the_name_is_the_field_that_must_be_filled_in(
    open_page: Opens, anna: User, watcher: Watcher
) -> None:
    # Stellen Sie sicher, dass Pflichtfelder ausgefüllt werden, um Fehler zu vermeiden.
    watcher.expected = {422}
    page = open_page(anna)
    page.goto("/customers/add")
    required = page.get_by_role("main").locator("[aria-required=true]")
    expect(required).to_have_count(1)
    expect(required).to_have_accessible_name(re.compile("Name des Kunden"))
    with page.expect_navigation():
        button(page, "Speichern").click()
    expect(field(page, "Name des Kunden")).to_be_focused()


def test_customers_and_their_organisations(
    open_page: Opens, anna: User, actor: Actor, watcher: Watcher
) -> None:
    watcher.expected = {422}
    create_customer(actor, name="Nordbau GmbH", contacts=[{"last_name": "Arp"}])
    page = open_page(anna)
    # Wählen Sie die Anwendung “Kunden” in der linken Leiste aus. Hier sehen Sie eine Liste Ihrer
    # Kunden, die von den Kundenorganisationen organisiert wurde.
    open_area(page, "Kunden")
    link(page, "Nach Kundenorganisation").click()
    expect(branch(page, "Nordbau GmbH")).to_contain_text("Arp")
    # Klicken Sie auf “Hinzufügen” > Kunde und füllen Sie das Formular aus.
    choose_to_add(page, "Kunde")
    field(page, "Vorname").fill("Jana")
    with page.expect_navigation():
        button(page, "Erstellen").click()
    # Erforderlich ist eine E-Mail-Adresse.
    expect(field(page, "E-Mail-Adresse")).to_be_focused()
    assert Contact.objects.visible_to(SYSTEM).count() == 1
    field(page, "E-Mail-Adresse").fill("jana@isarwinkel.example")
    # Wenn Sie nur auf Erstellen klicken, wird keine E-Mail gesendet.
    with page.expect_navigation():
        button(page, "Erstellen").click()
    # Der Kunde wurde hinzugefügt und befindet sich nicht in einer Kundenorganisation.
    expect(branch(page, "Ohne Organisation")).to_contain_text("Jana")
    assert not mail.outbox
    assert not OutboxMail.objects.exists()
    put_into_a_new_organisation(page)


def put_into_a_new_organisation(page: Page) -> None:
    # Um eine neue Kundenorganisation zu erstellen, kann ich auf “Kundenorganisation” klicken und
    # dieses Formular ausfüllen. Alles, was benötigt wird, ist ein Name.
    choose_to_add(page, "Kundenorganisation")
    required = page.get_by_role("main").locator("[aria-required=true]")
    expect(required).to_have_count(1)
    field(page, "Name der Organisation").fill("Isarwinkel KG")
    with page.expect_navigation():
        button(page, "Erstellen").click()
    expect(branch(page, "Isarwinkel KG")).to_be_visible()

    # Ich kann sie in eine Kundenorganisation einfügen, indem ich sie per Drag & Drop ziehe.
    link(page, "Jana").drag_to(branch(page, "Isarwinkel KG").locator("th"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Jana nach Isarwinkel KG verschieben?")
    button(dialog, "Verschieben").click()
    expect(branch(page, "Isarwinkel KG")).to_contain_text("Jana")
    expect(branch(page, "Ohne Organisation")).not_to_contain_text("Jana")


@pytest.fixture
def tina(actor: Actor) -> User:
    """A technician, who sees her own customers alone."""
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    return accounts.create_user(
        actor, email="tina@klientel.example", name="Tina Berg", role=Role.TECHNICIAN
    )


def test_onboarding_who_looks_after_the_new_customer(
    open_page: Opens, anna: User, actor: Actor, tina: User
) -> None:
    nord = create_customer(actor, name="Nordbau GmbH", note="Torcode 4711")
    create_customer(actor, name="Südbau GmbH")
    page, hers = open_page(anna), open_page(tina)
    # Öffnen Sie die Seite Firma und klicken Sie auf Bearbeiten.
    page.goto(nord.get_absolute_url())
    with answered(page, "**/edit"):
        link(page, "Bearbeiten").click()
    # Scrollen Sie zum Feld Zuständiges Team im Abschnitt Zugehörigkeiten der Seite, und klicken Sie
    # auf das Auswahlsymbol.
    belongings = page.locator("section", has=page.get_by_role("heading", name="Zugehörigkeiten"))
    team = belongings.last.get_by_role("group", name="Zuständiges Team")
    team.get_by_text("Mitarbeiter auswählen").click()
    # Klicken Sie auf alle Mitarbeiter, die Sie zum zuständigen Team hinzufügen möchten. Um eine
    # Person zu entfernen, heben Sie die Markierung des Kontrollkästchens auf.
    for name in ("Tina Berg", "Anna Keller"):
        team.get_by_role("checkbox", name=name).check()
    team.get_by_role("checkbox", name="Anna Keller").uncheck()
    # Klicken Sie auf Speichern & Schließen. Die ausgewählten Namen erscheinen in dem Feld darunter.
    chips = team.get_by_role("list", name="Ausgewählt").get_by_role("listitem")
    expect(chips.filter(has_text="Tina Berg")).to_be_visible()
    with page.expect_navigation():
        button(page, "Speichern & Schließen").click()
    assert [str(member) for member in TeamMember.objects.visible_to(SYSTEM)] == ["Tina Berg"]
    # Das Team hat dieselben Zugriffsrechte wie der zuständige Mitarbeiter: alle
    # Firmeninformationen. Somit können Sie den Zugriff anderer Techniker einschränken.
    hers.goto("/customers")
    expect(hers.get_by_role("table")).not_to_contain_text("Südbau")
    link(hers, "Nordbau GmbH").click()
    expect(hers.get_by_text("Torcode 4711").first).to_be_visible()
    # Klicken Sie auf das X neben einem Namen, um den Mitarbeiter zu entfernen.
    page.goto(f"{nord.get_absolute_url()}/edit")
    button(page, "Tina Berg entfernen").click()
    with page.expect_navigation():
        button(page, "Speichern & Schließen").click()
    assert not TeamMember.objects.visible_to(SYSTEM).exists()


def test_onboarding_the_primary_contact(open_page: Opens, anna: User, actor: Actor) -> None:
    nord = create_customer(
        actor, name="Nordbau GmbH", contacts=[{"last_name": "Arp"}, {"last_name": "Boje"}]
    )
    page = open_page(anna)
    # Klicken Sie in einer beliebigen Kontakttabelle mit der rechten Maustaste und wählen Sie
    # Kontakt bearbeiten aus oder öffnen Sie die Seite Kontaktdetails und klicken Sie auf
    # Bearbeiten.
    page.goto(f"/customers/{nord.pk}/contacts")
    link(page, "Boje").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Boje")
    with page.expect_navigation():
        link(page, "Bearbeiten").click()
    # Markieren Sie im Abschnitt Persönliche Informationen der Seite das Kontrollkästchen.
    heading = page.get_by_role("heading", name="Persönliche Informationen")
    personal = page.locator("section").filter(has=heading).last
    box(page, "Primärer Kontakt").and_(personal.get_by_role("checkbox")).check()
    # Klicken Sie auf Speichern & Schließen.
    with page.expect_navigation():
        button(page, "Speichern & Schließen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Boje")
    primary = Contact.objects.visible_to(SYSTEM).filter(primary=True)
    assert [contact.last_name for contact in primary] == ["Boje"]


def test_onboarding_a_company_that_belongs_to_another(
    open_page: Opens, anna: User, actor: Actor
) -> None:
    mother = create_customer(actor, name="Nordbau Holding AG")
    for name in ("Nordbau Süd GmbH", "Nordbau West GmbH", "Nordbau Ost GmbH"):
        create_customer(actor, name=name)
    page = open_page(anna)
    # Wenn der neue Kunde eine Tochterfirma, Franchise-Firma oder Zweigstelle einer bereits
    # vorhandenen Firma ist: Registerkarte Tochterfirmen.
    page.goto(mother.get_absolute_url())
    for name, kind in (
        ("Nordbau Süd GmbH", "Tochterfirma"),
        ("Nordbau West GmbH", "Franchise-Firma"),
        ("Nordbau Ost GmbH", "Zweigstelle"),
    ):
        associate(page, name, kind)
    # Berichte erstellen können, die sowohl Mutter- als auch Tochterfirma beinhalten.
    page.goto("/customers")
    page.locator("summary", has_text="Filter").first.click()
    choice(page, "Name der Mutterfirma").fill("Nordbau Holding AG")
    box(page, "Mutter- und Tochterfirmen").check()
    button(page, "Anwenden").click()
    expect(page.locator("#rows").get_by_role("row")).to_have_count(4)


def associate(page: Page, name: str, kind: str) -> None:
    page.get_by_role("link", name="Tochterfirmen").first.click()
    settled(page)
    page.get_by_role("link", name="Tochterfirma zuordnen").first.click()
    dialog = page.get_by_role("dialog", name="Tochterfirma zuordnen")
    choice(dialog, "Art der Beziehung zur Mutterfirma").select_option(label=kind)
    dialog.get_by_role("checkbox", name=name).check()
    with page.expect_navigation():
        button(dialog, "Zuordnen").click()
    expect(page.get_by_role("row", name=name)).to_contain_text(kind)
    child = Customer.objects.visible_to(SYSTEM).select_related("parent").get(name=name)
    assert child.parent is not None
    assert child.parent.name == "Nordbau Holding AG"
