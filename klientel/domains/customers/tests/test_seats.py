"""Whether a customer has a primary contact stands on the customer, whoever wrote the contact."""

from __future__ import annotations

import pytest
from django.db.models import Exists, OuterRef

from klientel.domains.customers.actions import deleting, moving
from klientel.domains.customers.actions.contacts import add_contact, change_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.actions.uniting.merge import merge_customers
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.journal.models import Batch
from klientel.services.journal.undo import undo_batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def nord(anna: Actor) -> Customer:
    return create_customer(anna, name="Nord", contacts=[{"last_name": "Favre"}])


@pytest.fixture
def sued(anna: Actor) -> Customer:
    return create_customer(anna, name="Süd")


def having() -> set[str]:
    """By name, those that say they have one; and they are those that do."""
    seats = Contact.objects.filter(customer=OuterRef("pk"), deleted_at=None, primary=True)
    true = set(Customer.objects.filter(Exists(seats)).values_list("name", flat=True))
    said = set(Customer.objects.filter(has_primary=True).values_list("name", flat=True))
    assert said == true
    return said


def test_a_new_customer_with_a_contact_has_one(nord: Customer, sued: Customer) -> None:
    assert having() == {"Nord"}


def test_the_first_contact_is_one(anna: Actor, nord: Customer, sued: Customer) -> None:
    add_contact(anna, customer_id=sued.pk, last_name="Roux")
    assert having() == {"Nord", "Süd"}


def test_who_moves_leaves_an_empty_seat(anna: Actor, nord: Customer, sued: Customer) -> None:
    moving.move_contacts(anna, list(Contact.objects.all()), sued)
    assert having() == {"Süd"}
    undo_batch(anna, _last_batch())
    assert having() == {"Nord"}


def test_deleting_and_restoring_a_contact(anna: Actor, nord: Customer) -> None:
    contact = Contact.objects.get()
    deleting.delete_contacts(anna, [contact])
    assert having() == set()
    deleting.restore_contacts(anna, [Contact.objects.get()])
    assert having() == {"Nord"}


def test_the_mark_alone_is_taken(anna: Actor, nord: Customer) -> None:
    change_contact(anna, Contact.objects.get(), primary=False)
    assert having() == set()


def test_a_merge_brings_one_and_its_undo_takes_it(
    anna: Actor, nord: Customer, sued: Customer
) -> None:
    merge_customers(anna, sued, [nord])
    assert having() == {"Süd"}
    undo_batch(anna, _last_batch())
    assert having() == {"Nord"}


def _last_batch() -> str:
    return Batch.objects.latest("at").pk
