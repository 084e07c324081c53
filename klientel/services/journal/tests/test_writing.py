"""One way to write: what is refused outside it, and what it leaves behind."""

import pytest
from django.db import connection

from klientel.domains.customers.actions import contacts, customers, deleting
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.db.guard import WrittenOutside
from klientel.services.journal.models import Batch, Entry, Mention
from klientel.services.journal.writing import NothingRecorded, writing

pytestmark = pytest.mark.django_db


def test_every_way_round_the_unit_of_work_is_refused(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    with pytest.raises(WrittenOutside):
        Customer.objects.create(name="X")
    with pytest.raises(WrittenOutside):
        Customer.objects.filter(pk=customer.pk).update(name="X")
    with pytest.raises(WrittenOutside):
        Customer.objects.filter(pk=customer.pk).delete()
    with pytest.raises(WrittenOutside):
        customer.save()
    with pytest.raises(WrittenOutside):
        customer.delete()


def test_the_guard_of_the_tests_sees_raw_sql(anna: Actor) -> None:
    customers.create_customer(anna, name="Huber AG")
    with pytest.raises(AssertionError, match="outside writing"), connection.cursor() as cursor:
        cursor.execute("UPDATE customers_customer SET name = 'X'")


def test_a_change_that_no_fact_tells_of_is_rolled_back(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    with pytest.raises(NothingRecorded), writing(anna) as work:
        work.update((customer, {"name": "Still"}))
    assert Customer.objects.visible_to(anna).get().name == "Huber AG"


def test_an_inner_action_joins_the_outer_act(anna: Actor) -> None:
    with writing(anna):
        customer = customers.create_customer(anna, name="Huber AG")
        contacts.add_contact(anna, customer_id=customer.pk, last_name="Favre")
    assert Batch.objects.count() == 1
    assert Entry.objects.count() == 2


def test_a_failure_leaves_neither_rows_nor_entries(anna: Actor) -> None:
    with pytest.raises(ZeroDivisionError), writing(anna):
        customers.create_customer(anna, name="Huber AG")
        raise ZeroDivisionError
    assert not Customer.objects.exists()
    assert not Batch.objects.exists()


def test_writing_a_part_raises_the_version_of_its_owner(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    assert customer.version == 1
    customers.change_customer(anna, customer, phones=[{"value": "030 23125 118"}])
    assert Customer.objects.visible_to(anna).get().version == 2


def test_writing_what_is_there_already_writes_nothing(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    customers.change_customer(anna, customer, name=" Huber  AG ")
    assert Entry.objects.count() == 1
    assert Customer.objects.visible_to(anna).get().version == 1


def test_rows_created_together_are_one_entry_with_ranges(anna: Actor) -> None:
    made = customers.create_customers(anna, [{"name": f"Firma {n}"} for n in range(50)])
    assert len(made.done) == 50
    assert Entry.objects.count() == 1
    assert Mention.objects.count() == 1


def test_deleting_twice_is_once(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG", contacts=[{"last_name": "Favre"}])
    assert deleting.delete_customers(anna, [customer]) == [customer]
    assert deleting.delete_customers(anna, [customer]) == []
    assert Contact.objects.visible_to(anna, deleted=True).count() == 1
