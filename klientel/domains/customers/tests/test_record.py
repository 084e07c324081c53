"""The page of a customer: read, edited by several people, deleted, restored, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Contact, Customer, NumberRange
from klientel.domains.customers.pages import CUSTOMER_FACTS, CUSTOMER_TABS
from klientel.foundation.access import Actor
from klientel.foundation.ui.slots import Fact, Panel
from klientel.services.accounts.models import User
from klientel.services.journal.models import Batch

from .costs import costs_as_recorded, counted
from .listing import browser
from .pages import filled, huber, text_of

pytestmark = pytest.mark.django_db


def fields_of(customer: Customer) -> dict[str, Any]:
    row = Customer.objects.get(pk=customer.pk)
    return dict(queries.customer_fields([row])[customer.pk])


def edit_url(customer: Customer) -> str:
    return reverse("customers:edit", args=[customer.pk])


def test_the_page_says_everything_and_counts_the_contacts(client: Client, anna: Actor) -> None:
    customer = huber(anna, note="Lieferung nur morgens", website="huber.example", segment="rental")
    html = text_of(client.get(customer.get_absolute_url()))
    for shown in (
        "Bäckerei Huber AG",
        "10001",
        "030 23125118",
        "info@huber.example",
        "Rheinufer 88",
        "50996 Köln",
        "Lieferung nur morgens",
        "huber.example",
        "Vermieter",
        "Anna Keller",
        "Sabine Huber",
        "Kontaktliste",
        "Bearbeiten",
        "Kunde löschen",
        "Kunde erstellt",
        "2 Kontakte werden mit gelöscht.",
    ):
        assert shown in html


def test_the_header_says_whom_one_deals_with_and_who_changed_what_last(
    client: Client, anna: Actor, beat: Actor
) -> None:
    customer = huber(anna, language="fr", segment="rental")
    customers.change_customer(beat, customer, note="Von Beat")
    head = text_of(client.get(customer.get_absolute_url())).partition("Profil-Infos")[0]
    for shown in (
        "E-Mail",
        "info@huber.example",
        "Name des Unternehmens",
        "Bäckerei Huber AG",
        "Sprache",
        "Französisch",
        "Segment",
        "Vermieter",
        "Zuständiger Mitarbeiter",
        "Anna Keller",
        "Letzte Änderung",
        "Beat Moser",
    ):
        assert shown in head
    person = customer.contacts.get(last_name="Huber")
    head = text_of(client.get(person.get_absolute_url())).partition("<aside")[0]
    assert f'href="{customer.get_absolute_url()}"' in head
    for shown in ("Name des Unternehmens", "Vermieter", "Anna Keller", "Letzte Änderung"):
        assert shown in head


def test_another_domain_adds_its_tab_and_its_facts(
    client: Client, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = huber(anna)
    projects = Panel("Projekte", "customers:contacts", "customers.view", lambda _actor, _pk: 4)
    secret = Panel("Geheimes", "customers:contacts", "nobody.may")
    monkeypatch.setattr(CUSTOMER_TABS, "panels", [*CUSTOMER_TABS.panels, projects, secret])
    facts = [
        Fact("Offene Rechnungen", "customers.view", lambda _a, pk: f"Nr. {pk}", "customers:edit"),
        Fact("Leer", "customers.view", lambda _actor, _pk: ""),
        Fact("Verboten", "nobody.may", lambda _actor, _pk: "x"),
    ]
    monkeypatch.setattr(CUSTOMER_FACTS, "facts", facts)
    html = text_of(client.get(customer.get_absolute_url()))
    assert "Projekte" in html
    assert "Offene Rechnungen" in html
    assert f"Nr. {customer.pk}" in html
    for hidden in ("Geheimes", "Leer", "Verboten"):
        assert hidden not in html


def test_a_tab_fetched_alone_is_the_same_part_of_the_page(client: Client, anna: Actor) -> None:
    customer = huber(anna)
    url = reverse("customers:contacts", args=[customer.pk])
    part = client.get(url, headers={"HX-Request": "true"})
    assert text_of(part).lstrip().startswith('<div id="record"')
    assert "HX-Request" in part["Vary"]
    assert "Sabine Huber" in text_of(part)
    assert "<html" in text_of(client.get(url))


def test_editing_changes_what_was_typed_and_nothing_else(client: Client, anna: Actor) -> None:
    customer = huber(anna, note="Zeile 1\nZeile 2", language="de")
    before = fields_of(customer)
    page = client.get(edit_url(customer))
    answer = client.post(edit_url(customer), filled(page, name="Huber KG"))
    assert (answer.status_code, answer["Location"]) == (303, customer.get_absolute_url())
    assert fields_of(customer) == {**before, "name": "Huber KG"}
    html = text_of(client.get(customer.get_absolute_url()))
    assert "Änderungen gespeichert" in html
    assert "Bäckerei Huber AG</del>" in html


def test_the_reference_of_another_system_is_edited_and_shown(client: Client, anna: Actor) -> None:
    customer = huber(anna, external_source="SAP", external_id="4711")
    assert "SAP: " in text_of(client.get(customer.get_absolute_url()))
    page = client.get(edit_url(customer))
    assert (filled(page)["external_source"], filled(page)["external_id"]) == ("SAP", "4711")
    client.post(edit_url(customer), filled(page, external_id=" D-0815 "))
    after = fields_of(customer)
    assert (after["external_source"], after["external_id"]) == ("SAP", "D-0815")
    html = text_of(client.get(customer.get_absolute_url()))
    assert "D-0815</span>" in html
    assert "4711</del>" in html
    long = client.post(edit_url(customer), filled(page, external_id="x" * 101))
    assert long.status_code == 422
    assert 'id="id_external_id_error"' in text_of(long)
    assert 'name="external_id"' not in text_of(client.get(reverse("customers:create"), follow=True))


def test_saving_untouched_writes_nothing(client: Client, anna: Actor) -> None:
    customer = huber(anna)
    client.post(edit_url(customer), filled(client.get(edit_url(customer))))
    assert Batch.objects.count() == 1


def test_rows_come_and_go_and_the_new_preference_wins(client: Client, anna: Actor) -> None:
    customer = huber(anna)
    typed = filled(client.get(edit_url(customer)))
    typed |= {"emails-1-value": "neu@huber.example", "emails-1-preferred": "on"}
    typed |= {"phones-0-value": "", "addresses-0-city": "Bonn"}
    assert client.post(edit_url(customer), typed).status_code == 303
    after = fields_of(customer)
    assert [(e["value"], e["preferred"]) for e in after["emails"]] == [
        ("info@huber.example", False),
        ("neu@huber.example", True),
    ]
    assert after["phones"] == []
    assert after["addresses"][0]["city"] == "Bonn"


def test_what_is_wrong_stands_at_its_row_and_nothing_is_written(
    client: Client, anna: Actor
) -> None:
    customer = huber(anna)
    typed = filled(client.get(edit_url(customer)), name="", **{"phones-2-value": "keine"})
    page = client.post(edit_url(customer), typed)
    assert page.status_code == 422
    assert 'id="id_name_error"' in text_of(page)
    assert 'id="id_phones-2-value_error"' in text_of(page)
    assert filled(page)["phones-2-value"] == "keine"
    assert fields_of(customer)["name"] == "Bäckerei Huber AG"


def test_an_old_value_that_would_not_pass_today_does_not_block_others(
    client: Client, anna: Actor
) -> None:
    row = NewCustomer(name="Northwind", phones=[{"value": "siehe Zettel"}])
    [customer] = customers.create_customers(anna, [row], lenient=True).done.values()
    assert isinstance(customer, Customer)
    page = client.get(edit_url(customer))
    assert client.post(edit_url(customer), filled(page, note="Neu")).status_code == 303
    assert fields_of(customer)["phones"][0]["value"] == "siehe Zettel"


def test_different_fields_of_two_people_are_both_kept(
    client: Client, anna: Actor, beat: Actor
) -> None:
    customer = huber(anna)
    typed = filled(client.get(edit_url(customer)), name="Huber KG")
    customers.change_customer(beat, customer, note="Von Beat")
    assert client.post(edit_url(customer), typed).status_code == 303
    after = fields_of(customer)
    assert (after["name"], after["note"]) == ("Huber KG", "Von Beat")


@pytest.mark.parametrize(("choice", "name"), [("mine", "Meine"), ("theirs", "Seine")])
def test_the_same_field_is_asked_about_and_the_rest_survives(
    client: Client, anna: Actor, beat: Actor, choice: str, name: str
) -> None:
    customer = huber(anna)
    typed = filled(client.get(edit_url(customer)), name="Meine", note="Auch neu")
    customers.change_customer(beat, customer, name="Seine", website="huber.example")
    page = client.post(edit_url(customer), typed)
    assert page.status_code == 409
    html = text_of(page)
    assert "Beat Moser hat inzwischen gespeichert" in html
    assert "Meine" in html
    assert "Seine" in html
    again = filled(page, keep_name=choice)
    assert again["note"] == "Auch neu"
    assert client.post(edit_url(customer), again).status_code == 303
    after = fields_of(customer)
    assert (after["name"], after["note"]) == (name, "Auch neu")
    assert after["website"] == "https://huber.example"


def test_a_third_change_is_asked_about_again(client: Client, anna: Actor, beat: Actor) -> None:
    customer = huber(anna)
    typed = filled(client.get(edit_url(customer)), name="Meine")
    customers.change_customer(beat, customer, name="Seine")
    page = client.post(edit_url(customer), typed)
    customers.change_customer(beat, customer, name="Noch eine")
    page = client.post(edit_url(customer), filled(page, keep_name="mine"))
    assert page.status_code == 409
    assert "Noch eine" in text_of(page)


def test_what_was_typed_about_a_deleted_customer_is_shown_and_can_be_saved(
    client: Client, anna: Actor
) -> None:
    customer = huber(anna)
    typed = filled(client.get(edit_url(customer)), name="Meine")
    deleting.delete_customers(anna, [customer])
    page = client.post(edit_url(customer), typed)
    assert page.status_code == 409
    assert "wurde inzwischen gelöscht" in text_of(page)
    assert filled(page)["name"] == "Meine"
    answer = client.post(edit_url(customer), filled(page, restore="1"))
    assert answer.status_code == 303
    assert fields_of(customer)["name"] == "Meine"
    assert Customer.objects.get().deleted_at is None


def test_deleting_says_with_numbers_what_goes(client: Client, anna: Actor) -> None:
    customer = huber(anna)
    dialog = client.get(reverse("customers:delete", args=[customer.pk]))
    html = text_of(dialog)
    assert "Kunde „Bäckerei Huber AG“ löschen?" in html
    assert "Kontakte werden gelöscht" in html
    assert "Sabine Huber" in html
    answer = client.post(reverse("customers:delete_chosen"), filled(dialog))
    assert answer["Location"] == reverse("customers:list")
    assert not Contact.objects.filter(deleted_at=None).exists()
    undo = reverse("journal:undo", args=[Batch.objects.latest("at").key])
    assert undo in text_of(client.get(reverse("customers:list")))
    client.post(undo)
    assert Contact.objects.filter(deleted_at=None).count() == 2


def test_a_deleted_customer_can_be_restored_at_its_old_address(
    client: Client, anna: Actor, people: Callable[[str], User]
) -> None:
    customer = huber(anna)
    deleting.delete_customers(anna, [customer])
    page = client.get(customer.get_absolute_url())
    assert page.status_code == 200
    assert "Wiederherstellen" in text_of(page)
    assert browser(people, "user").get(customer.get_absolute_url()).status_code == 404
    answer = client.post(reverse("customers:restore", args=[customer.pk]))
    assert answer["Location"] == customer.get_absolute_url()
    assert Contact.objects.filter(deleted_at=None).count() == 2


def test_a_number_taken_meanwhile_is_said_when_restoring(client: Client, anna: Actor) -> None:
    customer = huber(anna, number="K-7")
    deleting.delete_customers(anna, [customer])
    customers.create_customer(anna, name="Neuer", number="K-7")
    page = client.post(reverse("customers:restore", args=[customer.pk]))
    assert page.status_code == 409
    assert "Die Nummer K-7 ist vergeben." in text_of(page)


def test_who_may_only_read_sees_why_there_is_nothing_to_press(
    people: Callable[[str], User], anna: Actor
) -> None:
    customer = huber(anna)
    reader = browser(people, "read_only")
    html = text_of(reader.get(customer.get_absolute_url()))
    assert "Ihre Rolle darf Kunden nicht bearbeiten." in html
    assert "Kunde löschen" not in html
    for name in ("edit", "delete"):
        assert reader.get(reverse(f"customers:{name}", args=[customer.pk])).status_code == 403


def test_the_history_is_read_page_by_page(client: Client, anna: Actor) -> None:
    customer = huber(anna)
    for number in range(25):
        customers.change_customer(anna, customer, note=f"Fassung {number}")
    html = text_of(client.get(customer.get_absolute_url()))
    assert "Fassung 24" in html
    assert "Fassung 3<" not in html
    before = html.partition("?before=")[2].partition('"')[0]
    url = f"{customer.get_absolute_url()}?before={before}"
    part = text_of(client.get(url, headers={"HX-Request": "true"}))
    assert "Fassung 3<" in part
    assert "Kunde erstellt" in part
    assert "<html" not in part


def test_the_numbers_of_customers_are_set_by_an_administrator(
    client: Client, people: Callable[[str], User], anna: Actor
) -> None:
    url = reverse("customer_settings:numbering")
    assert "Kundennummern" in text_of(client.get(url))
    typed = {"beginning": "K-", "next_number": "700", "digits": "6"}
    assert client.post(url, typed).status_code == 303
    assert str(NumberRange.objects.get()) == "K-000700"
    assert huber(anna).number == "K-000700"
    assert client.post(url, {**typed, "digits": "40"}).status_code == 422
    assert client.post(url, {**typed, "beginning": "x" * 11}).status_code == 422
    assert browser(people, "fleet_admin").get(url).status_code == 403


@pytest.mark.parametrize("name", ["detail", "contacts", "edit"])
def test_a_page_costs_the_same_with_one_contact_and_with_many(
    client: Client, anna: Actor, name: str
) -> None:
    few = huber(anna, contacts=[{"last_name": "Favre"}])
    many = huber(anna, contacts=[{"last_name": f"Favre {number}"} for number in range(25)])
    urls = [reverse(f"customers:{name}", args=[customer.pk]) for customer in (few, many)]
    client.get(urls[0])
    costs_as_recorded(f"/customers/ID {name}", *(counted(client, url) for url in urls))
