"""Histories and the security log."""

from dataclasses import replace

import pytest
from django.utils import translation

from klientel.domains.customers.actions import contacts, customers
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.journal import queries, security
from klientel.services.journal.models import Entry, SecurityEvent

pytestmark = pytest.mark.django_db


def test_the_history_of_a_row_created_among_many_begins_with_that(anna: Actor) -> None:
    made = customers.create_customers(anna, [{"name": f"Firma {n}"} for n in range(5)])
    customers.create_customers(anna, [{"name": f"Werk {n}"} for n in range(5)])
    for place in (0, 4):
        [item] = queries.timeline(anna, ("customers.customer", made.done[place].pk))
        assert item.kind == "customers.customer.created"


def test_an_entry_is_counted_once_however_many_rows_it_tells_of(anna: Actor) -> None:
    made = customers.create_customers(anna, [{"name": f"Firma {n}"} for n in range(5)]).done
    keys = [row.pk for row in made.values()]
    other = customers.create_customer(anna, name="Werk")
    customers.change_customer(anna, Customer.objects.get(pk=keys[2]), note="Neu")
    counts = [
        queries.count_about("customers.customer", asked)
        for asked in ([keys[1]], [keys[2]], keys, [keys[0], other.pk], [])
    ]
    assert counts == [1, 2, 2, 2, 0]


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "Befehlszeile"), ("fr", "Ligne de commande"), ("en", "Command line")],
)
def test_who_is_no_person_is_named_in_the_readers_language(
    anna: Actor, language: str, name: str
) -> None:
    row = customers.create_customer(replace(SYSTEM, label="Command line", batch="b1"), name="Huber")
    with translation.override(language):
        [item] = queries.timeline(anna, ("customers.customer", row.pk))
        assert item.actor == name
        batch = queries.batch("b1")
        assert batch
        assert queries.summary(anna, batch)["actor"] == name


def test_a_history_is_read_page_by_page(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Firma 0")
    for number in range(5):
        customers.change_customer(anna, customer, name=f"Firma {number + 1}")
    subject = ("customers.customer", customer.pk)
    first = queries.timeline(anna, subject, limit=4)
    second = queries.timeline(anna, subject, limit=4, before=first[-1].entry_id)
    assert [item.data.get("after", {}).get("name") for item in (*first, *second)] == [
        "Firma 5",
        "Firma 4",
        "Firma 3",
        "Firma 2",
        "Firma 1",
        None,
    ]


def test_the_history_of_a_customer_tells_of_its_contacts_to_who_may_see_them(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    contacts.add_contact(anna, customer_id=customer.pk, last_name="Favre")
    subject = ("customers.customer", customer.pk)
    blind = Actor("staff", user_id=9, permissions=frozenset({"customers.view"}))
    assert [item.kind for item in queries.timeline(anna, subject)] == [
        "customers.contact.added",
        "customers.customer.created",
    ]
    assert [item.kind for item in queries.timeline(blind, subject)] == [
        "customers.customer.created"
    ]


def test_only_ones_own_acts_can_be_undone_without_permission(anna: Actor, beat: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    subject = ("customers.customer", customer.pk)
    assert queries.timeline(anna, subject)[0].may_undo
    assert not queries.timeline(beat, subject)[0].may_undo


def test_a_changed_link_of_the_security_log_shows(anna: Actor) -> None:
    for number in range(3):
        security.log("transfer.export", anna, rows=number)
    assert security.first_broken() is None
    second = SecurityEvent.objects.order_by("pk")[1]
    SecurityEvent.objects.filter(pk=second.pk).update(data={"rows": 99})
    assert security.first_broken() == second.pk


def test_a_missing_end_of_the_security_log_shows(anna: Actor) -> None:
    for number in range(3):
        security.log("transfer.export", anna, rows=number)
    SecurityEvent.objects.order_by("-pk")[0].delete()
    assert security.first_broken() == 0


def test_an_entry_carries_no_more_than_it_needs(anna: Actor) -> None:
    customers.create_customers(anna, [{"name": f"Firma {n}"} for n in range(500)])
    entry = Entry.objects.get()
    assert len(str(entry.changes)) < 500
