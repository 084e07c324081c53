"""Adding contacts: several on one page, all of them in one act or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.models import Contact, Customer
from klientel.services.journal.models import Batch

from .pages import Answer, filled, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(customer: Customer) -> str:
    return f"{reverse('contacts:create')}?customer={customer.pk}"


def fields_of(contact: Contact) -> dict[str, Any]:
    return dict(queries.contact_fields([contact])[contact.pk])


def press(client: Client, url: str, page: Answer, go: str, **typed: str) -> Answer:
    """Cards share the name of the field that counts them."""
    numbers = [n for n in range(60) if f'name="card" value="{n}"' in text_of(page)]
    return client.post(url, filled(page, go=go, **typed) | {"card": [str(n) for n in numbers]})


def test_a_contact_is_added_with_all_its_fields(
    client: Client, customer: Customer, url: str
) -> None:
    typed = {
        "new0-last_name": "Favre",
        "new0-first_name": "Luc",
        "new0-salutation": "mr",
        "new0-title": "Dr.",
        "new0-position": "Einkauf",
        "new0-language": "fr",
        "new0-note": "Nur vormittags",
        "new0-primary": "on",
        "new0-emails-0-value": "luc@favre.example",
        "new0-emails-1-value": "einkauf@favre.example",
        "new0-emails-1-preferred": "on",
        "new0-phones-0-kind": "mobile",
        "new0-phones-0-value": "0176 04069052",
    }
    answer = press(client, url, client.get(url), "save", **typed)
    assert answer["Location"] == reverse("customers:contacts", args=[customer.pk])
    new = Contact.objects.get(last_name="Favre")
    assert new.name == "Dr. Luc Favre"
    assert (new.primary, new.email, new.customer) == (True, "einkauf@favre.example", customer)
    assert fields_of(new)["phones"][0] == {
        "kind": "mobile",
        "value": "+4917604069052",
        "preferred": True,
    }
    page = text_of(client.get(new.get_absolute_url()))
    for shown in ("Dr. Luc Favre", "Nur vormittags", "0176 04069052", "Bäckerei Huber AG"):
        assert shown in page


def test_several_are_added_in_one_act_and_taken_back_in_one(
    client: Client, url: str, customer: Customer
) -> None:
    page = press(client, url, client.get(url), "more", **{"new0-last_name": "Favre"})
    assert filled(page)["new0-last_name"] == "Favre"
    page = press(client, url, page, "more")
    typed = {"new1-last_name": "Moser", "new1-emails-0-value": "moser@huber.example"}
    before = Batch.objects.count()
    answer = press(client, url, page, "save", **typed)
    assert "2 Kontakte hinzugefügt" in text_of(client.get(answer["Location"]))
    live = Contact.objects.filter(customer=customer, deleted_at=None)
    assert {"Favre", "Moser"} < set(live.values_list("last_name", flat=True))
    assert live.count() == 4
    assert Batch.objects.count() == before + 1
    client.post(reverse("journal:undo", args=[Batch.objects.latest("pk").key]))
    assert live.count() == 2


def test_an_error_in_one_keeps_what_was_typed_in_all_and_writes_none(
    client: Client, url: str
) -> None:
    page = press(client, url, client.get(url), "more", **{"new0-last_name": "Favre"})
    typed = {"new1-last_name": "Moser", "new1-emails-0-value": "x(at)y"}
    page = press(client, url, page, "save", **typed)
    assert page.status_code == 422
    assert 'id="id_new1-emails-0-value_error"' in text_of(page)
    shown = filled(page)
    assert (shown["new0-last_name"], shown["new1-last_name"]) == ("Favre", "Moser")
    assert shown["new1-emails-0-value"] == "x(at)y"
    assert not Contact.objects.filter(last_name="Favre").exists()


def test_a_card_is_taken_away_and_the_others_keep_their_numbers(client: Client, url: str) -> None:
    page: Answer = client.get(url)
    assert "less-0" not in text_of(page)
    page = press(client, url, page, "more", **{"new0-last_name": "Favre"})
    page = press(client, url, page, "more", **{"new1-last_name": "Moser"})
    page = press(client, url, page, "less-1", **{"new2-last_name": "Roth"})
    press(client, url, page, "save")
    names = Contact.objects.order_by("pk").values_list("last_name", flat=True)
    assert list(names)[2:] == ["Favre", "Roth"]


def test_htmx_gets_the_cards_alone(client: Client, url: str) -> None:
    typed = {"card": "0", "go": "more", "new0-last_name": "Favre"}
    html = text_of(client.post(url, typed, headers={"HX-Request": "true"}))
    assert html.lstrip().startswith('<div id="cards"')
    assert 'value="Favre"' in html


def test_two_primary_ones_are_refused(client: Client, url: str) -> None:
    page = press(client, url, client.get(url), "more", **{"new0-last_name": "Favre"})
    typed = {"new0-primary": "on", "new1-last_name": "Moser", "new1-primary": "on"}
    page = press(client, url, page, "save", **typed)
    assert page.status_code == 422
    assert 'id="id_new1-primary_error"' in text_of(page)
    assert not Contact.objects.filter(last_name="Favre").exists()


def test_a_contact_without_a_customer_and_without_a_name(client: Client) -> None:
    url = reverse("contacts:create")
    page: Answer = client.get(url)
    assert "primary" not in filled(page)
    refused = press(client, url, page, "save", **{"new0-note": "nichts weiter"})
    assert refused.status_code == 422
    assert 'id="id_new0-last_name_error"' in text_of(refused)
    assert filled(refused)["new0-note"] == "nichts weiter"
    press(client, url, page, "save", **{"new0-emails-0-value": "info@frei.example"})
    contact = Contact.objects.get()
    assert (contact.customer, contact.name) == (None, "info@frei.example")
    assert "Ohne Organisation" in text_of(client.get(contact.get_absolute_url()))


@pytest.mark.parametrize("cards", [[], ["x"], ["0"] * 9, [str(n) for n in range(60)], ["9" * 99]])
def test_strange_cards_end_in_a_page(client: Client, url: str, cards: list[str]) -> None:
    answer = client.post(url, {"card": cards, "go": "more"})
    assert answer.status_code == 200
    assert text_of(answer).count('name="card"') <= 50
    assert client.post(url, {"card": cards, "go": "save"}).status_code == 422


@pytest.mark.parametrize("given", ["x", "-1", "²", "9" * 5000, "999999"])
def test_for_a_customer_who_is_not_there_is_no_page(client: Client, given: str) -> None:
    assert client.get(reverse("contacts:create"), {"customer": given}).status_code == 404
