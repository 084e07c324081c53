"""The primary contact: one that is active, and somebody else when that one goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.actions import contacts, customers, deleting, moving
from klientel.domains.customers.actions.contacts import ContactChange
from klientel.domains.customers.fields import ContactFields, LooseContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.purposes import Heirs
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch
from tests.api import caller, content, fields

from .pages import each_table, filled, text_of
from .reading import contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def nord(anna: Actor) -> Customer:
    people: list[ContactFields] = [
        {"last_name": "Arp"},
        {"last_name": "Boje"},
        {"last_name": "Carstens"},
    ]
    return customers.create_customer(anna, name="Nordbau", contacts=people)


def primary(customer: Customer) -> list[str]:
    found = Contact.objects.filter(customer=customer, primary=True, deleted_at=None)
    return [each.last_name for each in found]


def test_an_inactive_contact_is_not_made_primary(anna: Actor, nord: Customer) -> None:
    contacts.change_contact(anna, contact("Boje"), active=False)
    with pytest.raises(ValidationError):
        contacts.change_contact(anna, contact("Boje"), primary=True)
    with pytest.raises(ValidationError):
        contacts.add_contact(anna, customer_id=nord.pk, last_name="Neu", active=False, primary=True)
    row = LooseContactFields(last_name="Alt", active=False, primary=True, customer_id=nord.pk)
    contacts.add_contacts(anna, [row], lenient=True)
    assert primary(nord) == ["Arp"]
    other = customers.create_customer(
        anna, name="Süd", contacts=[{"last_name": "Still", "active": False}, {"last_name": "Da"}]
    )
    assert primary(other) == ["Da"]
    empty = customers.create_customer(anna, name="Leer")
    moving.move_contacts(anna, [contact("Boje")], empty)
    assert primary(empty) == []


def test_who_is_set_inactive_is_not_the_primary_one_any_more(anna: Actor, nord: Customer) -> None:
    act = anna.via("web", batch="off")
    contacts.change_contact(act, contact("Arp"), active=False)
    assert primary(nord) == []
    undo_batch(anna, "off")
    assert primary(nord) == ["Arp"]


def test_the_flag_goes_over_in_one_act_whatever_the_order(anna: Actor, nord: Customer) -> None:
    off = ContactChange(contact("Arp"), {"active": False})
    on = ContactChange(contact("Boje"), {"primary": True})
    contacts.change_contacts(anna.via("web", batch="over"), [on, off])
    assert primary(nord) == ["Boje"]
    undo_batch(anna, "over")
    assert primary(nord) == ["Arp"]
    before = contact("Arp").version
    note = ContactChange(contact("Arp"), {"note": "Ruft an"})
    contacts.change_contacts(anna, [note, ContactChange(contact("Boje"), {"primary": True})])
    arp = contact("Arp")
    assert (arp.note, arp.primary, arp.version) == ("Ruft an", False, before + 1)
    assert primary(nord) == ["Boje"]


def test_a_successor_takes_over_from_one_that_is_deleted(anna: Actor, nord: Customer) -> None:
    act = anna.via("web", batch="gone")
    heirs: Heirs = {(nord.pk, "primary"): contact("Boje").pk}
    deleting.delete_contacts(act, [contact("Arp")], successors=heirs)
    assert primary(nord) == ["Boje"]
    undo_batch(anna, "gone")
    assert primary(nord) == ["Arp"]
    assert not contact("Boje").primary


def test_only_an_active_contact_of_the_customer_takes_over(anna: Actor, nord: Customer) -> None:
    other = customers.create_customer(anna, name="Süd", contacts=[{"last_name": "Fremd"}])
    contacts.change_contact(anna, contact("Boje"), active=False)
    for heir in ("Fremd", "Boje", "Arp"):
        with pytest.raises(ValidationError):
            wanted: Heirs = {(nord.pk, "primary"): contact(heir).pk}
            deleting.delete_contacts(anna, [contact("Arp")], successors=wanted)
    assert (primary(nord), primary(other)) == (["Arp"], ["Fremd"])


def test_the_dialog_offers_the_others_as_radio_buttons(client: Client, nord: Customer) -> None:
    dialog = client.get(reverse("contacts:delete", args=[contact("Arp").pk]))
    html = text_of(dialog)
    field = f"successor-{nord.pk}"
    assert html.count(f'type="radio" name="{field}"') == 3
    assert filled(dialog)[field] == "none"
    assert "successor-" not in text_of(
        client.get(reverse("contacts:delete", args=[contact("Boje").pk]))
    )
    url = reverse("contacts:delete_chosen")
    client.post(url, filled(dialog, **{field: str(contact("Carstens").pk)}))
    assert primary(nord) == ["Carstens"]
    asked = client.post(url, {"ids": [contact("Boje").pk, contact("Carstens").pk]})
    assert "successor-" not in text_of(asked)
    client.post(url, filled(asked))
    assert primary(nord) == []


def test_one_who_was_taken_meanwhile_is_said_and_nobody_goes(
    client: Client, anna: Actor, nord: Customer
) -> None:
    dialog = client.get(reverse("contacts:delete", args=[contact("Arp").pk]))
    typed = filled(dialog, **{f"successor-{nord.pk}": str(contact("Boje").pk)})
    deleting.delete_contacts(anna, [contact("Boje")])
    answer = client.post(reverse("contacts:delete_chosen"), typed, follow=True)
    assert "muss dort ein aktiver Kontakt sein" in text_of(answer)
    assert primary(nord) == ["Arp"]


@pytest.mark.parametrize(("heir", "after"), [("Boje", ["Boje"]), ("", [])])
def test_the_form_asks_for_a_successor(
    client: Client, nord: Customer, heir: str, after: list[str]
) -> None:
    arp = contact("Arp")
    url = f"{reverse('contacts:edit')}?ids={arp.pk}"
    page = client.get(url)
    for shown in ("Kontakt bearbeiten", "Persönliche Informationen", "Speichern & Schließen"):
        assert shown in text_of(page)
    typed = filled(page)
    del typed[f"c{arp.pk}-active"]
    asked = client.post(url, typed)
    assert asked.status_code == 422
    assert primary(nord) == ["Arp"]
    again = filled(asked, **{f"successor-{nord.pk}": str(contact(heir).pk) if heir else "none"})
    assert client.post(url, again).status_code == 303
    assert primary(nord) == after
    assert not contact("Arp").active


def test_several_contacts_keep_their_page(client: Client, nord: Customer) -> None:
    url = f"{reverse('contacts:edit')}?ids={contact('Arp').pk}&ids={contact('Boje').pk}"
    html = text_of(client.get(url))
    assert "Kontakte bearbeiten" in html
    assert "Speichern & Schließen" not in html


@each_table
def test_it_is_a_column_to_choose_in_every_table(
    client: Client, nord: Customer, page: str, table: str
) -> None:
    url = reverse(page, args=[nord.pk] if page == "customers:contacts" else [])
    head = '<th scope="col"'
    for columns in (["name", "primary"], ["name", "email"]):
        chooser = f"{reverse('contacts:columns')}?table={table}"
        client.post(chooser, {"columns": columns, "next": url})
        html = text_of(client.get(url))
        headings = html.partition("<thead>")[2].partition("</thead>")[0]
        assert head in headings
        assert ("Primärer Kontakt" in headings) == ("primary" in columns)
        assert 'value="primary"' in html


def test_the_api_names_who_takes_over(
    people: Callable[[str], User], nord: Customer, anna: Actor
) -> None:
    api = caller(people("admin"))
    arp, boje = contact("Arp"), contact("Boje")
    answer = api.delete(f"contacts/{arp.pk}?successor={boje.pk}")
    assert answer.status_code == 204
    assert primary(nord) == ["Boje"]
    content(api.post(f"batches/{answer['Klientel-Batch']}/undo"))
    assert primary(nord) == ["Arp"]
    assert api.delete(f"contacts/{arp.pk}").status_code == 204
    assert primary(nord) == []


def test_the_api_refuses_who_cannot_take_over(
    people: Callable[[str], User], nord: Customer, anna: Actor
) -> None:
    api = caller(people("admin"))
    arp, boje = contact("Arp"), contact("Boje")
    stranger = contacts.add_contact(anna, customer_id=None, last_name="Fremd")
    contacts.change_contact(anna, contact("Carstens"), active=False)
    wrong = [arp.pk, stranger.pk, contact("Carstens").pk, 987_654_321, 0, "x"]
    for successor in wrong:
        refused = api.delete(f"contacts/{arp.pk}?successor={successor}")
        assert fields(refused) == {"successor"}, successor
    for row in (boje, stranger):
        assert fields(api.delete(f"contacts/{row.pk}?successor={arp.pk}")) == {"successor"}
    assert Contact.objects.filter(deleted_at=None).count() == 4
    assert primary(nord) == ["Arp"]
