"""The search documents of every kind, compared with the rows and put right."""

from collections.abc import Callable

import pytest
from django.db import connection

from klientel.domains.customers.actions import contacts, customers, deleting
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.search import index, sources
from klientel.services.search.models import Document
from klientel.services.search.query import Search
from klientel.wiring.searches import SOURCES

CUSTOMER, CONTACT = (source.kind for source in SOURCES)


@pytest.fixture
def huber(anna: Actor) -> Customer:
    customer = customers.create_customer(anna, name="Huber AG")
    contacts.add_contact(anna, customer_id=customer.pk, last_name="Favre")
    gone = customers.create_customer(anna, name="Meyer SA")
    deleting.delete_customers(anna, [gone])
    return customer


def test_what_the_actions_write_is_what_is_found(huber: Customer) -> None:
    assert sources.differing() == {}
    assert index.verify()


def lose() -> None:
    index.remove(CUSTOMER, list(Customer.objects.values_list("pk", flat=True)))


def distort() -> None:
    index.write(CUSTOMER, [index.Projected(Customer.objects.get(name="Huber AG").pk, " other ")])


def invent() -> None:
    index.write(CUSTOMER, [index.Projected(999_999, " ghost ")])


def empty_the_engine() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_trigrams (search_trigrams) VALUES ('delete-all')")
        else:
            cursor.execute("DROP INDEX search_document_trigrams")


@pytest.mark.parametrize("damage", [lose, distort, invent])
def test_each_damage_is_named_and_repaired(huber: Customer, damage: Callable[[], None]) -> None:
    damage()
    assert list(sources.differing()) == [CUSTOMER]
    assert sources.repair() == 1
    assert sources.differing() == {}
    assert Search(CUSTOMER, "huber").ids == [str(huber.pk)]
    assert index.verify()


def test_a_broken_engine_and_lost_documents_are_repaired_together(huber: Customer) -> None:
    Document.objects.filter(kind=CONTACT).delete()
    empty_the_engine()
    assert not index.verify()
    assert sources.repair() == 1
    assert (index.verify(), sources.differing()) == (True, {})
    assert Search(CUSTOMER, "favre").ids == [str(huber.pk)]
