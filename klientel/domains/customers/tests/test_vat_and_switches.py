"""VAT ids and the two switches of a contact, through every door."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import exports, queries
from klientel.domains.customers.actions import contacts, customers
from klientel.domains.customers.fields import AddressFields
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch
from klientel.services.transfer.queries import summary
from klientel.services.transfer.tests.conftest import Bring, bring
from tests.api import caller, content

from .pages import filled, huber, text_of

__all__ = ["bring"]  # a fixture
pytestmark = pytest.mark.django_db


def test_it_is_stored_in_one_form_read_by_the_country_of_the_customer(anna: Actor) -> None:
    vienna = [AddressFields(city="Wien", country="AT")]
    made = customers.create_customer(anna, name="A", addresses=vienna, vat_id="u13585627")
    assert made.vat_id == "ATU13585627"
    customers.change_customer(anna, made, vat_id="DE 136.695.976")
    made.refresh_from_db()
    assert made.vat_id == "DE136695976"
    with pytest.raises(ValidationError) as refused:
        customers.change_customer(anna, made, vat_id="DE136695975")
    assert "vat_id" in refused.value.message_dict
    customers.change_customer(anna, made, vat_id="")
    made.refresh_from_db()
    assert made.vat_id == ""


def test_a_change_is_shown_in_the_history_and_undone(anna: Actor, client: Client) -> None:
    made = huber(anna, vat_id="DE136695976")
    changing = anna.via("web", "2" * 32)
    customers.change_customer(changing, made, vat_id="FR83404833048")
    page = text_of(client.get(made.get_absolute_url()))
    assert "USt-IdNr." in page
    assert "FR83404833048" in page
    undo_batch(anna, changing.batch)
    made.refresh_from_db()
    assert made.vat_id == "DE136695976"


def test_the_edit_form_has_it(client: Client, anna: Actor) -> None:
    made = huber(anna)
    url = reverse("customers:edit", args=[made.pk])
    page = client.post(url, filled(client.get(url), vat_id="DE1"))
    assert page.status_code == 422
    assert filled(page)["vat_id"] == "DE1"
    assert client.post(url, filled(client.get(url), vat_id="136695976")).status_code == 303
    made.refresh_from_db()
    assert made.vat_id == "DE136695976"


def test_it_is_searched_for(client: Client, anna: Actor) -> None:
    huber(anna, vat_id="DE136695976")
    customers.create_customer(anna, name="Andere")
    page = text_of(client.get(reverse("customers:list"), {"q": "DE136695976"}))
    assert "Bäckerei Huber AG" in page
    assert "Andere" not in page


def test_the_api_takes_and_gives_it(people: Callable[[str], User]) -> None:
    api = caller(people("admin"))
    made = content(api.post("customers", {"name": "A", "vat_id": "DE 136 695 976"}), 201)
    assert made["vat_id"] == "DE136695976"
    assert api.post("customers", {"name": "A", "vat_id": "DE1"}).status_code == 422
    person = content(api.post("contacts", {"last_name": "Huber"}), 201)
    assert (person["receives_notifications"], person["portal_access"]) == (True, False)
    changed = content(api.patch(f"contacts/{person['id']}", {"portal_access": True}))
    assert (changed["receives_notifications"], changed["portal_access"]) == (True, True)


def test_each_switch_of_a_contact_is_changed_alone(client: Client, anna: Actor) -> None:
    contact = contacts.add_contact(anna, last_name="Huber", customer_id=None)
    url = f"{reverse('contacts:edit')}?ids={contact.pk}"
    typed = filled(client.get(url))
    del typed[f"c{contact.pk}-receives_notifications"]
    assert client.post(url, typed).status_code == 303
    contact.refresh_from_db()
    assert (contact.receives_notifications, contact.portal_access) == (False, False)
    typed = filled(client.get(url), **{f"c{contact.pk}-portal_access": "on"})
    assert client.post(url, typed).status_code == 303
    contact.refresh_from_db()
    assert (contact.receives_notifications, contact.portal_access) == (False, True)
    page = text_of(client.get(contact.get_absolute_url()))
    assert "Portalzugang" in page


@pytest.mark.parametrize("header", ["USt-IdNr.", "VAT number", "n° TVA", "vat_id"])
def test_an_import_reads_it_by_any_of_its_names(bring: Bring, header: str) -> None:
    bring("customers", f"Firma;{header};Land\nAlpha;136 695 976;Deutschland\n")
    assert Customer.objects.get().vat_id == "DE136695976"


def test_what_cannot_be_one_is_kept_in_the_note_and_named(bring: Bring, anna: Actor) -> None:
    file = "Firma;USt-IdNr.;Land\nAlpha;30/123/45678;DE\nBeta;U13585627;Österreich\n"
    run = bring("customers", file)
    alpha, beta = Customer.objects.order_by("name")
    assert (alpha.vat_id, beta.vat_id) == ("", "ATU13585627")
    assert "USt-IdNr.: 30/123/45678" in alpha.note
    assert [(r["column"], r["value"]) for r in summary(run)["remarks"]] == [
        ("USt-IdNr.", "30/123/45678")
    ]
    again = bring("customers", file)
    assert (again.same, again.refused) == (2, 0)
    bring("customers", "Firma;USt-IdNr.\nBeta;ATU13585628\n")
    beta.refresh_from_db()
    assert beta.vat_id == "ATU13585627"


def flat(actor: Actor, kind: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(exports.columns(kind))
    keys = exports.keys_of(actor, kind)
    for row in exports.rows(actor, kind, keys, is_labelled=False):
        writer.writerow(["yes" if v is True else "no" if v is False else v for v in row])
    return file.getvalue()


def test_what_is_exported_comes_back_as_it_was(bring: Bring, anna: Actor) -> None:
    made = huber(anna, vat_id="CHE-107.787.577 MWST", contacts=[])
    contacts.add_contact(
        anna,
        last_name="Huber",
        customer_id=made.pk,
        receives_notifications=False,
        portal_access=True,
    )
    firms, people = flat(anna, "customers"), flat(anna, "contacts")
    assert (bring("customers", firms).same, bring("contacts", people).same) == (1, 1)
    contact = Contact.objects.get()
    contacts.change_contact(anna, contact, receives_notifications=True, portal_access=False)
    customers.change_customer(anna, made, vat_id="")
    assert (bring("customers", firms).changed, bring("contacts", people).changed) == (1, 1)
    contact.refresh_from_db()
    assert queries.customer_fields([Customer.objects.get()])[made.pk]["vat_id"] == "CHE107787577"
    assert (contact.receives_notifications, contact.portal_access) == (False, True)
