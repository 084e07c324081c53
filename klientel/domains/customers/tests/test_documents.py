"""What is indexed of rows as they were inserted is what reading them again would give."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klientel.domains.customers import search
from klientel.domains.customers.actions import contacts, customers
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.search import index

pytestmark = pytest.mark.django_db

PEOPLE: list[ContactFields] = [
    {"first_name": "Jürg", "last_name": "Kägi", "emails": [{"value": "j@kaegi.example"}]},
    {"last_name": "Œuvrard", "phones": [{"kind": "mobile", "value": "+41791234567"}]},
    {"last_name": "Stumm", "position": "Empfang"},
]


def differences() -> list[index.Differences]:
    customer_ids = [*Customer.objects.values_list("pk", flat=True)]
    contact_ids = [*Contact.objects.values_list("pk", flat=True)]
    return [
        index.compare(CUSTOMER, search.customer_documents(customer_ids)),
        index.compare(CONTACT, search.contact_documents(contact_ids)),
    ]


def make(actor: Actor, name: str) -> Customer:
    return customers.create_customer(
        actor,
        name=name,
        phones=[{"kind": "phone", "value": "+41443210000"}],
        emails=[{"value": "info@kaegi.example"}],
        addresses=[{"city": "Zürich", "postal_code": "8001", "country": "CH"}],
        contacts=PEOPLE,
    )


def test_new_customers_are_indexed_as_they_were_inserted(anna: Actor) -> None:
    with CaptureQueriesContext(connection) as asked:
        make(anna, "Kägi AG")
    read = [q["sql"] for q in asked if 'FROM "customers_contactpoint"' in q["sql"]]
    assert read == []
    assert not any(differences())


def test_a_contact_added_later_is_indexed_with_its_customer(anna: Actor) -> None:
    customer = make(anna, "Kägi AG")
    contacts.add_contact(anna, customer_id=customer.pk, last_name="Später")
    assert not any(differences())
