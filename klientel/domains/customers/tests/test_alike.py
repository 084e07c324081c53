"""A record that looks like what is being typed is named beside it, and nothing is ever refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from klientel.domains.customers.actions import contacts, customers, deleting
from klientel.domains.customers.alike import contacts_like, customers_like
from klientel.domains.customers.fields import ContactFields, CustomerFields
from klientel.domains.customers.models import Customer
from klientel.foundation.access import NOBODY, Actor
from klientel.services.accounts.models import User

from .costs import costs_as_recorded
from .listing import browser, many
from .pages import Answer, huber, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(anna: Actor) -> Customer:
    sabine: ContactFields = {
        "first_name": "Sabine",
        "last_name": "Huber",
        "emails": [{"value": "sabine@huber.example"}],
        "phones": [{"value": "+49 176 04069052"}],
    }
    return huber(anna, contacts=[sabine])


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"name": "bäckerei huber ag"}, "gleicher Name"),
        ({"name": "Baeckerei Huber AG"}, "gleicher Name"),
        ({"name": "Baeckerei Huber AG", "addresses": [{"city": "KÖLN"}]}, "gleicher Name"),
        ({"emails": [{"value": "INFO@huber.example"}]}, "gleiche E-Mail-Adresse"),
        ({"emails": [{"value": "sabine@huber.example"}]}, "gleiche E-Mail-Adresse"),
        ({"phones": [{"value": "030/23125-118"}]}, "gleiche Telefonnummer"),
        (
            {"phones": [{"value": "0049 30 23125118"}], "addresses": [{"country": "FR"}]},
            "gleiche Telefonnummer",
        ),
        (
            {"name": "Bäckerei Huber AG", "emails": [{"value": "info@huber.example"}]},
            "gleiche E-Mail-Adresse",
        ),
    ],
)
def test_a_customer_is_known_by_address_number_or_name(
    anna: Actor, customer: Customer, typed: CustomerFields, reason: str
) -> None:
    [found] = customers_like(anna, typed, home="DE")
    assert (found.name, found.url) == (customer.name, customer.get_absolute_url())
    assert found.place == f"{customer.number}, Köln"
    assert found.reason == reason


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": ""},
        {"name": "Bäckerei"},
        {"name": "Bäckerei Huber AG", "addresses": [{"city": "Bern"}]},
        {"phones": [{"value": "118"}]},
        {"emails": [{"value": "huber.example"}]},
    ],
)
def test_what_is_something_else_looks_like_nobody(
    anna: Actor, customer: Customer, typed: CustomerFields
) -> None:
    assert customers_like(anna, typed, home="DE") == []


def test_a_contact_is_known_and_its_customer_named(anna: Actor, customer: Customer) -> None:
    rows: list[ContactFields] = [
        {"last_name": "HUBER", "first_name": "Sabine"},
        {"last_name": "Niemand"},
        {"emails": [{"value": "sabine@huber.example"}], "phones": [{"value": "0176 04069052"}]},
    ]
    by_name, nobody, by_email = contacts_like(anna, rows, home="DE")
    assert nobody == []
    for [found], reason in ((by_name, "gleicher Name"), (by_email, "gleiche E-Mail-Adresse")):
        assert (found.name, found.place, found.reason) == ("Sabine Huber", customer.name, reason)


def test_only_what_one_may_see_is_named(anna: Actor, customer: Customer) -> None:
    company: CustomerFields = {"name": customer.name, "emails": [{"value": "info@huber.example"}]}
    person: ContactFields = {"emails": [{"value": "sabine@huber.example"}]}
    assert customers_like(NOBODY, company, home="DE") == []
    assert contacts_like(NOBODY, [person], home="DE") == [[]]
    half = Actor("staff", permissions=frozenset({"customers.view"}))
    assert customers_like(half, {"emails": person["emails"]}, home="DE") == []
    deleting.delete_customers(anna, [customer])
    assert customers_like(anna, company, home="DE") == []
    assert contacts_like(anna, [person], home="DE") == [[]]


def test_a_shared_number_names_three(anna: Actor) -> None:
    for place in range(5):
        contacts.add_contact(
            anna, customer_id=None, last_name=f"Nr {place}", phones=[{"value": "030 23125118"}]
        )
    [found] = contacts_like(anna, [{"phones": [{"value": "030 23125118"}]}], home="DE")
    assert [each.name for each in found] == ["Nr 0", "Nr 1", "Nr 2"]


def ask(client: Client, kind: str, place: str, typed: dict[str, str], query: str = "") -> Answer:
    url = reverse(f"{kind}:alike") + query
    return client.post(url, typed, headers={"HX-Request": "true", "HX-Trigger": f"{place}-alike"})


def test_the_first_step_asks_with_the_whole_form(
    people: Callable[[str], User], customer: Customer
) -> None:
    client = browser(people)
    typed = {"name": "Huber", "emails-0-value": "info@huber.example", "go": "next"}
    html = text_of(ask(client, "customers", "customer", typed))
    assert f'href="{customer.get_absolute_url()}"' in html
    assert "Sieht aus wie" in html
    assert 'target="_blank"' in html
    assert "Sieht aus" not in text_of(
        ask(client, "customers", "customer", typed, f"?own={customer.pk}")
    )


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("contacts-3", "contacts-3-email"),
        ("new0", "new0-emails-0-value"),
        ("c999", "c999-emails-1-value"),
    ],
)
def test_a_contact_asks_for_its_own_fields(
    people: Callable[[str], User], customer: Customer, place: str, name: str
) -> None:
    client = browser(people)
    typed = {name: "sabine@huber.example"}
    assert "Sabine Huber" in text_of(ask(client, "contacts", place, typed))
    other = f"{place}9"
    assert "Sabine" not in text_of(ask(client, "contacts", other, typed))


@pytest.mark.parametrize("place", ["", "c", "c²", "contacts-", "contacts-x", "<script>"])
def test_a_strange_place_gets_an_empty_answer(people: Callable[[str], User], place: str) -> None:
    answer = ask(browser(people), "contacts", place, {"contacts-0-last_name": "X"})
    assert (answer.status_code, text_of(answer).strip()) == (200, "")


def test_ones_own_record_is_none_that_looks_like_it(
    people: Callable[[str], User], customer: Customer
) -> None:
    key = customer.contacts.get().pk
    typed = {f"c{key}-emails-0-value": "sabine@huber.example"}
    assert "Sabine" not in text_of(ask(browser(people), "contacts", f"c{key}", typed))


def test_the_number_of_queries_is_recorded(anna: Actor) -> None:
    many(anna, 25)
    company: CustomerFields = {
        "name": "Firma 001",
        "emails": [{"value": "info2@firma.example"}],
        "phones": [{"value": "030 23125 103"}],
    }
    rows: list[ContactFields] = [
        {"last_name": f"Person {n:03d}", "emails": [{"value": f"p{n}@firma.example"}]}
        for n in range(25)
    ]
    contacts.add_contact(
        anna, customer_id=None, last_name="P", emails=[{"value": "p0@firma.example"}]
    )
    with CaptureQueriesContext(connection) as one:
        assert len(customers_like(anna, company, home="DE")) == 3
    costs_as_recorded("looks like a customer", len(one), len(one))
    with CaptureQueriesContext(connection) as one:
        assert contacts_like(anna, rows[:1], home="DE")[0]
    with CaptureQueriesContext(connection) as all_rows:
        assert all(contacts_like(anna, rows, home="DE"))
    costs_as_recorded("looks like a contact", len(one), len(all_rows))


def test_the_short_forms_of_adding_name_whom_they_look_like(
    client: Client, customer: Customer
) -> None:
    form = text_of(client.get(reverse("customers:organisation")))
    address = reverse("customers:alike") + "?form=short"
    assert f'hx-post="{address}"' in form
    for typed in ({"name": "Baeckerei Huber"}, {"name": "X", "phone": "030 23125 118"}):
        assert "Bäckerei Huber AG" in text_of(client.post(address, typed))
    form = text_of(client.get(reverse("contacts:person")))
    address = reverse("contacts:alike") + "?form=short"
    assert f'hx-post="{address}"' in form
    typed = {"first_name": "Sabine", "last_name": "Hueber", "email": ""}
    assert "Sabine Huber" in text_of(client.post(address, typed))


@pytest.mark.parametrize(
    ("stored", "typed"),
    [("Lefèvre Travaux", "Lefebvre Travaux SARL"), ("Meyer Hochbau", "Maier Hochbau")],
)
def test_names_that_sound_alike_are_named_where_the_city_fits(
    anna: Actor, stored: str, typed: str
) -> None:
    customers.create_customer(anna, name=stored, addresses=[{"city": "Köln", "country": "DE"}])
    here = CustomerFields(name=typed, addresses=[{"city": "Koeln"}])
    [found] = customers_like(anna, here, home="DE")
    assert found.name == stored
    there = CustomerFields(name=typed, addresses=[{"city": "Bern"}])
    assert customers_like(anna, there, home="DE") == []
