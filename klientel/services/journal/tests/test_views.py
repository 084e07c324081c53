"""Taking back from a page: where it leads, what it says of what stays, who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.actions import customers
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.models import Batch, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: Callable[[str], User]) -> Client:
    found = Client(headers={"accept-language": "de"})
    found.force_login(people("admin"))
    return found


def first_batch() -> str:
    return Batch.objects.earliest("at").key


def test_undo_leads_back_with_a_message_that_can_undo_it_again(client: Client, anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    page = f"http://testserver{reverse('customers:list')}"
    answer = client.post(reverse("journal:undo", args=[first_batch()]), headers={"Referer": page})
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert not Customer.objects.filter(deleted_at=None).exists()
    html = client.get(answer["Location"]).content.decode()
    assert "Rückgängig gemacht" in html
    again = Entry.objects.latest("pk").batch_id
    assert reverse("journal:undo", args=[again]) in html
    client.post(reverse("journal:undo", args=[again]))
    assert Customer.objects.get(deleted_at=None) == customer


def test_undo_never_leads_to_another_site(client: Client, anna: Actor) -> None:
    customers.create_customer(anna, name="Huber AG")
    url = reverse("journal:undo", args=[first_batch()])
    answer = client.post(url, headers={"Referer": "https://evil.example/x"})
    assert answer["Location"] == "/"


def test_what_stays_is_listed_with_its_reason(client: Client, anna: Actor, beat: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    changed = anna.via("web", "act-1")
    customers.change_customer(changed, customer, name="Huber KG", note="Neu")
    customers.change_customer(beat, customer, name="Beats Firma")
    answer = client.post(reverse("journal:undo", args=["act-1"]))
    assert answer["Location"] == reverse("journal:batch", args=["act-1"])
    html = client.get(answer["Location"]).content.decode()
    for word in ("1 Änderung bleibt, wie sie ist", "Beats Firma", "Name", "Seither geändert."):
        assert word in html
    row = Customer.objects.get()
    assert (row.name, row.note) == ("Beats Firma", "")


def test_nothing_left_to_undo_is_said(client: Client, anna: Actor) -> None:
    customers.create_customer(anna, name="Huber AG")
    url = reverse("journal:undo", args=[first_batch()])
    client.post(url)
    answer = client.post(url, follow=True)
    assert "nichts mehr rückgängig zu machen" in answer.content.decode()


def test_others_neither_undo_nor_get_an_unknown_act(
    client: Client, people: Callable[[str], User], anna: Actor
) -> None:
    customers.create_customer(anna, name="Huber AG")
    url = reverse("journal:undo", args=[first_batch()])
    other = Client()
    other.force_login(people("user"))
    assert other.post(url).status_code == 403
    assert client.get(url).status_code == 405
    assert client.post(reverse("journal:undo", args=["nothing"])).status_code == 404
    assert client.get(reverse("journal:batch", args=["nothing"])).status_code == 404
    assert Client().post(url).status_code == 302


def test_the_page_of_an_act_says_who_did_what_and_undoes_it(client: Client, anna: Actor) -> None:
    customers.create_customer(anna, name="Huber AG")
    html = client.get(reverse("journal:batch", args=[first_batch()])).content.decode()
    for word in ("Anna Keller", "Kunde erstellt", "Rückgängig"):
        assert word in html
