"""Creating, changing, deleting and taking back, through the actions."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from klientel.domains.customers import queries
from klientel.domains.customers.actions import contacts, customers, deleting
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.models import Contact, ContactPoint, Customer
from klientel.foundation.access import Actor
from klientel.services.journal import queries as journal
from klientel.services.journal.models import Batch
from klientel.services.journal.undo import undo_batch

pytestmark = pytest.mark.django_db


def huber(actor: Actor) -> Customer:
    return customers.create_customer(
        actor,
        name="Bäckerei Huber AG",
        phones=[{"kind": "phone", "value": "030 23125 118"}],
        emails=[{"value": "info@huber.example"}],
        addresses=[
            {"street": "Rheinufer 88", "postal_code": "50996", "city": "Köln", "country": "DE"}
        ],
        contacts=[
            {"first_name": "Sabine", "last_name": "Huber"},
            {
                "last_name": "Büro",
                "kind": "department",
                "emails": [{"value": "buero@huber.example"}],
            },
        ],
    )


def test_a_customer_comes_with_its_parts_and_defaults(anna: Actor) -> None:
    customer = huber(anna)
    fields = queries.customer_fields([customer])[customer.pk]
    assert fields["number"] == "10001"
    assert (fields["segment"], fields["type"], fields["kind"]) == ("other", "customer", "company")
    assert fields["account_manager"] == "anna@klientel.example"
    assert fields["phones"] == [{"kind": "phone", "value": "+493023125118", "preferred": True}]
    assert (customer.city, customer.name_fold) == ("Köln", "backerei huber ag")
    assert [c.name for c in queries.contacts_of([customer.pk])[customer.pk]] == [
        "Sabine Huber",
        "Büro",
    ]


def test_who_may_not_create_is_refused(beat: Actor) -> None:
    with pytest.raises(PermissionDenied):
        huber(beat)
    assert not Customer.objects.exists()


def test_each_wrong_field_is_named_and_nothing_is_written(anna: Actor) -> None:
    with pytest.raises(ValidationError) as caught:
        customers.create_customer(
            anna,
            name=" ",
            segment="bau",
            phones=[{"value": "keine"}],
            contacts=[{"last_name": "X", "emails": [{"value": "x(at)y"}]}],
        )
    assert set(caught.value.message_dict) == {
        "name",
        "segment",
        "phones.0.value",
        "contacts.0.emails.0.value",
    }
    assert not Customer.objects.exists()
    assert not Batch.objects.exists()


def test_undoing_a_creation_takes_all_of_it_and_undoing_that_brings_it_back(anna: Actor) -> None:
    customer = huber(anna)
    [item] = journal.timeline(anna, ("customers.customer", customer.pk))
    outcome = undo_batch(anna, item.batch)
    assert outcome.refused == []
    assert not Customer.objects.visible_to(anna).exists()
    assert not ContactPoint.objects.visible_to(anna).exists()
    undo_batch(anna, outcome.batch)
    assert Customer.objects.visible_to(anna).get() == customer
    assert Contact.objects.visible_to(anna).count() == 2
    assert ContactPoint.objects.visible_to(anna).count() == 3


def test_changing_writes_only_what_differs_and_undo_returns_it(anna: Actor) -> None:
    customer = huber(anna)
    before = queries.customer_fields([customer])[customer.pk]
    changed = customers.change_customer(
        anna,
        customer,
        version=customer.version,
        name="Huber AG",
        segment="other",
        phones=[
            {"kind": "phone", "value": "030 23125 119"},
            {"kind": "fax", "value": "030 1234567"},
        ],
    )
    assert changed.name == "Huber AG"
    item = journal.timeline(anna, ("customers.customer", customer.pk))[0]
    assert set(item.data["before"]) == {"name", "phones"}
    assert undo_batch(anna, item.batch).refused == []
    fresh = Customer.objects.visible_to(anna).get()
    assert queries.customer_fields([fresh])[customer.pk] == before


def test_two_people_with_different_fields_are_merged(anna: Actor, beat: Actor) -> None:
    customer = huber(anna)
    version = customer.version
    customers.change_customer(beat, customer, version=version, website="huber.example")
    customers.change_customer(anna, customer, version=version, name="Huber", website="")
    fresh = Customer.objects.visible_to(anna).get()
    assert (fresh.name, fresh.website) == ("Huber", "https://huber.example")


def test_two_people_with_the_same_field_conflict(anna: Actor, beat: Actor) -> None:
    customer = huber(anna)
    version = customer.version
    customers.change_customer(beat, customer, version=version, name="Huber KG")
    with pytest.raises(Conflict) as caught:
        customers.change_customer(anna, customer, version=version, name="Huber GmbH")
    [clash] = caught.value.clashes
    assert (clash.field, clash.base, clash.mine, clash.theirs) == (
        "name",
        "Bäckerei Huber AG",
        "Huber GmbH",
        "Huber KG",
    )


def test_deleting_takes_the_contacts_and_restoring_brings_them(anna: Actor) -> None:
    customer = huber(anna)
    deleting.delete_customers(anna, [customer])
    assert not Contact.objects.visible_to(anna).exists()
    deleting.restore_customers(anna, Customer.objects.visible_to(anna, deleted=True))
    assert Contact.objects.visible_to(anna).count() == 2
    assert ContactPoint.objects.visible_to(anna).count() == 3


def test_what_was_edited_since_stays_when_its_creation_is_undone(anna: Actor) -> None:
    customer = huber(anna)
    [item] = journal.timeline(anna, ("customers.customer", customer.pk))
    customers.change_customer(anna, customer, name="Huber & Co.")
    outcome = undo_batch(anna, item.batch)
    assert [refusal.name for refusal in outcome.refused] == ["Huber & Co."]
    assert Customer.objects.visible_to(anna).get().name == "Huber & Co."
    assert ContactPoint.objects.visible_to(anna).filter(customer=customer).count() == 2


def test_a_new_primary_contact_replaces_the_old_one(anna: Actor) -> None:
    customer = huber(anna)
    new = contacts.add_contact(
        anna, customer_id=customer.pk, last_name="Favre", first_name="Luc", primary=True
    )
    primary = Contact.objects.visible_to(anna).filter(customer=customer, primary=True)
    assert [c.pk for c in primary] == [new.pk]


def test_a_contact_without_customer_is_nobodys_primary_one(anna: Actor) -> None:
    contact = contacts.add_contact(anna, last_name="Favre", primary=True)
    contacts.change_contact(anna, contact, primary=True)
    assert not Contact.objects.visible_to(anna).get().primary
