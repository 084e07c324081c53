"""Adding a customer on one page: one name is enough, and nothing that was typed is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.fields import ContactFields, CustomerFields
from klientel.domains.customers.models import Contact, Customer, SentForm
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User

from .listing import browser
from .pages import Answer, filled, huber, text_of
from .test_hostile import CORPUS, is_harmless

pytestmark = pytest.mark.django_db


@pytest.fixture
def url() -> str:
    return f"{reverse('customers:add')}?key={uuid.uuid4().hex}"


def send(client: Client, url: str, **typed: str) -> Answer:
    return client.post(url, filled(client.get(url), **typed))


def made() -> tuple[CustomerFields, ContactFields]:
    customer, contact = Customer.objects.get(), Contact.objects.get()
    return (
        queries.customer_fields([customer])[customer.pk],
        queries.contact_fields([contact])[contact.pk],
    )


def test_the_form_has_the_words_of_the_guide(client: Client, url: str) -> None:
    page = text_of(client.get(url))
    for words in (
        "Kunden hinzufügen",
        "Name des Kunden",
        "E-Mail",
        "Land",
        "Handynummer",
        "Geschlecht",
        "Kundenkategorie",
        "Firmendetails",
        "Name des Unternehmens",
        "Offizielle Website",
        "Kontaktinformationen",
        "Speichern",
        "+49",
    ):
        assert words in page, words
    listing = text_of(client.get(reverse("customers:list")))
    assert listing.index("Kunden erstellen") < listing.index("Kunde hinzufügen")


def test_a_name_alone_makes_a_private_person(client: Client, url: str) -> None:
    answer = send(client, url, name="Sabine Huber")
    customer, contact = made()
    assert answer.status_code == 303
    assert answer["Location"] == Customer.objects.get().get_absolute_url()
    assert (customer["kind"], customer["name"]) == ("individual", "Sabine Huber")
    assert (contact["first_name"], contact["last_name"]) == ("Sabine", "Huber")
    assert customer["addresses"] == []
    assert customer["emails"] == customer["phones"] == contact["emails"] == []
    assert contact["primary"] is True


def test_the_two_switches_are_independent(client: Client) -> None:
    for typed in ({}, {"portal_access": "on"}):
        url = f"{reverse('customers:add')}?key={uuid.uuid4().hex}"
        send(client, url, name="Kunde", **typed)
    url = f"{reverse('customers:add')}?key={uuid.uuid4().hex}"
    without = filled(client.get(url), name="Kunde")
    assert without.pop("receives_notifications") == "on"
    client.post(url, without)
    found = Contact.objects.order_by("pk").values_list("receives_notifications", "portal_access")
    assert list(found) == [(True, False), (True, True), (False, False)]


def test_a_company_has_the_named_client_as_its_primary_contact(client: Client, url: str) -> None:
    typed = {
        "name": "Dr. Sabine Huber",
        "email": "sabine@huber.example",
        "country": "AT",
        "mobile": "0664 1234567",
        "salutation": "ms",
        "category": "Gold",
        "language": "fr",
        "company_name": "Huber Tiefbau AG",
        "website": "huber.example",
        "vat_id": "ATU 1358 5627",
        "company_phone": "01 5123456",
        "company_email": "office@huber.example",
        "note": "Ruft montags an.",
        "address-street": "Ring 1",
        "address-postal_code": "1010",
        "address-city": "Wien",
        "delivery-city": "München",
        "delivery-country": "DE",
    }
    assert send(client, url, **typed).status_code == 303
    customer, contact = made()
    assert (customer["kind"], customer["name"]) == ("company", "Huber Tiefbau AG")
    assert (customer["category"], customer["language"], customer["note"]) == (
        "Gold",
        "fr",
        "Ruft montags an.",
    )
    assert (customer["vat_id"], customer["website"]) == ("ATU13585627", "https://huber.example")
    assert [(a["purpose"], a["city"], a["country"], a["main"]) for a in customer["addresses"]] == [
        ("office", "Wien", "AT", True),
        ("delivery", "München", "DE", False),
    ]
    assert [p["value"] for p in customer["phones"]] == ["+4315123456"]
    assert [e["value"] for e in customer["emails"]] == ["office@huber.example"]
    assert (contact["title"], contact["first_name"], contact["last_name"]) == (
        "Dr.",
        "Sabine",
        "Huber",
    )
    assert (contact["salutation"], contact["language"], contact["primary"]) == ("ms", "fr", True)
    assert contact["phones"] == [{"kind": "mobile", "value": "+436641234567", "preferred": True}]
    assert [e["value"] for e in contact["emails"]] == ["sabine@huber.example"]


def test_a_private_person_keeps_all_ways_to_reach_them(client: Client, url: str) -> None:
    typed = {"email": "s@huber.example", "company_email": "b@huber.example"}
    send(client, url, name="Huber", mobile="0170 1234567", company_phone="030 23125118", **typed)
    customer, _contact = made()
    assert [e["value"] for e in customer["emails"]] == ["s@huber.example", "b@huber.example"]
    assert [(p["kind"], p["value"]) for p in customer["phones"]] == [
        ("mobile", "+491701234567"),
        ("phone", "+493023125118"),
    ]


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("DE", "170 1234567", "+491701234567"),
        ("CH", "079 123 45 67", "+41791234567"),
        ("AT", "+49 170 1234567", "+491701234567"),
        ("AT", "0041 79 123 45 67", "+41791234567"),
        ("US", "(212) 555-0123", "+12125550123"),
    ],
)
def test_the_number_is_read_by_the_country_beside_it(
    client: Client, url: str, country: str, typed: str, stored: str
) -> None:
    send(client, url, name="Huber", country=country, mobile=typed)
    customer, _contact = made()
    assert [p["value"] for p in customer["phones"]] == [stored]
    places = [a["country"] for a in customer["addresses"]]
    assert places == ([] if country == "DE" else [country])


@pytest.mark.parametrize(
    ("typed", "place", "sentence"),
    [
        ({"name": ""}, "id_name", "einen Namen ein"),
        ({"name": "x" * 201}, "id_name", "Höchstens"),
        ({"company_name": "x" * 201}, "id_company_name", "Höchstens 200 Zeichen"),
        ({"email": "nicht-so"}, "id_email", "keine E-Mail-Adresse"),
        ({"company_name": "A", "email": "nicht-so"}, "id_email", "keine E-Mail-Adresse"),
        ({"company_email": "nicht-so"}, "id_company_email", "keine E-Mail-Adresse"),
        ({"mobile": "siehe Netz"}, "id_mobile", "keine Telefonnummer"),
        ({"company_phone": "siehe Netz"}, "id_company_phone", "keine Telefonnummer"),
        ({"website": "javascript:alert(1)"}, "id_website", "Webadresse"),
        ({"vat_id": "DE136695975"}, "id_vat_id", "keine USt-IdNr."),
        ({"address-postal_code": "1"}, "id_address-postal_code", "Postleitzahl"),
        ({"delivery-postal_code": "1"}, "id_delivery-postal_code", "Postleitzahl"),
        ({"country": "XX"}, "id_country", ""),
        ({"salutation": "<b>"}, "id_salutation", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_stays(
    client: Client, url: str, typed: dict[str, str], place: str, sentence: str
) -> None:
    page = send(client, url, **{"name": "Huber", "note": "Bleibt hier", **typed})
    assert page.status_code == 422
    assert not Customer.objects.exists()
    html = text_of(page)
    field = html[html.rindex("<", 0, html.index(f'id="{place}"')) :]
    assert 'aria-invalid="true"' in field[: field.index(">")]
    assert sentence in field
    kept = filled(page)
    assert kept["note"] == "Bleibt hier"
    free = {name: value for name, value in typed.items() if name not in ("country", "salutation")}
    assert {name: kept[name] for name in free} == free


def test_all_that_is_wrong_is_said_at_once(client: Client, url: str) -> None:
    wrong = {"email": "nein", "mobile": "xx", "vat_id": "DE12", "address-postal_code": "1"}
    page = send(client, url, name="", country="DE", salutation="<b>", **wrong)
    assert page.status_code == 422
    assert text_of(page).count('aria-invalid="true"') == len(wrong) + 2


def test_who_has_a_parent_company_is_a_company(client: Client, url: str, anna: Actor) -> None:
    parent = create_customer(anna, name="Huber Holding")
    page = send(client, url, name="Huber Nord", parent=parent.number)
    assert "Geben Sie den Namen des Unternehmens ein." in text_of(page)
    assert list(Customer.objects.all()) == [parent]


def test_a_salutation_may_stand_in_the_name(client: Client, url: str) -> None:
    send(client, url, name="Frau Dr. Zoé Dupont", company_name="Dupont SA")
    contact = Contact.objects.get()
    assert (contact.salutation, contact.title) == ("ms", "Dr.")
    assert (contact.first_name, contact.last_name) == ("Zoé", "Dupont")


def test_after_a_mistake_the_dial_code_is_that_of_the_country(client: Client, url: str) -> None:
    page = send(client, url, country="AT", mobile="0664 1234567")
    assert page.status_code == 422
    assert ">+43</output>" in text_of(page)
    assert filled(page)["mobile"] == "0664 1234567"


def test_a_form_that_is_sent_twice_makes_one_customer(client: Client, url: str) -> None:
    typed = filled(client.get(url), name="Huber")
    first, second = client.post(url, typed), client.post(url, typed)
    assert first["Location"] == second["Location"]
    assert client.get(url)["Location"] == first["Location"]
    assert Customer.objects.count() == SentForm.objects.count() == 1


def test_a_page_without_a_key_gets_one(client: Client) -> None:
    for given in ("", "?key=x", "?key=%00"):
        answer = client.get(f"{reverse('customers:add')}{given}")
        assert answer.status_code == 302
        assert "?key=" in answer["Location"]


def test_whom_it_looks_like_is_named_while_typing_and_after_a_mistake(
    client: Client, url: str, anna: Actor
) -> None:
    huber(anna, vat_id="DE136695976", contacts=[])
    for typed, reason in (
        ({"name": "Bäckerei Huber AG"}, "gleicher Name"),
        ({"company_name": "Bäckerei Huber AG"}, "gleicher Name"),
        ({"company_email": "info@huber.example"}, "gleiche E-Mail-Adresse"),
        ({"email": "info@huber.example"}, "gleiche E-Mail-Adresse"),
        ({"mobile": "030 23125118"}, "gleiche Telefonnummer"),
        ({"vat_id": "136 695 976"}, "gleiche USt-IdNr."),
    ):
        asked = client.post(reverse("customers:alike"), filled(client.get(url), **typed))
        assert "Sieht aus wie" in text_of(asked), typed
        assert reason in text_of(asked)
    page = send(client, url, name="", vat_id="DE136695976")
    assert "Sieht aus wie" in text_of(page)


def test_the_session_may_end_while_the_form_is_open(
    client: Client, url: str, people: Callable[[str], User]
) -> None:
    typed = filled(client.get(url), name="Huber", mobile="0170 1234567")
    client.logout()
    answer = client.post(url, typed)
    assert answer.status_code == 401
    assert "0170 1234567" in text_of(answer)


@pytest.mark.parametrize("role", ["user", "technician", "read_only", "billing"])
def test_who_may_not_add_customers_sees_neither_button_nor_form(
    people: Callable[[str], User], url: str, role: str
) -> None:
    client = browser(people, role)
    assert client.get(url).status_code == 403
    assert client.post(url, {"name": "Huber"}).status_code == 403
    assert "Kunde hinzufügen" not in text_of(client.get(reverse("customers:list")))


@pytest.mark.parametrize("text", CORPUS)
def test_no_text_becomes_markup_on_the_way(client: Client, url: str, text: str) -> None:
    names = ("name", "company_name", "category", "note", "vat_id", "mobile", "address-city")
    page = send(client, url, **dict.fromkeys(names, text))
    assert page.status_code == 422
    assert is_harmless(page)
    assert {name: filled(page)[name] for name in names} == dict.fromkeys(names, text)
    good = filled(page, vat_id="", mobile="")
    assert client.post(url, good).status_code == 303
    assert Customer.objects.get().name == text


@pytest.mark.parametrize(
    "typed", [{}, {"name": "\x00"}, {"name": " "}, {"name": "Huber", "mobile": "9" * 5000}]
)
def test_nonsense_is_answered_with_a_sentence(
    client: Client, url: str, typed: dict[str, str]
) -> None:
    assert client.post(url, typed).status_code == 422
    assert not Customer.objects.exists()


def test_a_name_without_a_name_in_it_is_taken_as_it_is(client: Client, url: str) -> None:
    assert send(client, url, name="Dr.", company_name="Praxis").status_code == 303
    assert Contact.objects.get().last_name == "Dr."
