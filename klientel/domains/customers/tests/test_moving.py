"""Contacts that go from one customer to another, and back."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from klientel.domains.customers.actions import contacts, customers, deleting, moving
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch
from klientel.services.search import sources
from tests.api import caller, content

from .reading import contact, found, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def nord(anna: Actor) -> Customer:
    return customers.create_customer(
        anna, name="Nordbau", contacts=[{"last_name": "Arp"}, {"last_name": "Boje"}]
    )


@pytest.fixture
def sued(anna: Actor) -> Customer:
    return customers.create_customer(anna, name="Südkran")


def test_a_contact_goes_and_becomes_the_primary_one_where_there_is_none(
    anna: Actor, nord: Customer, sued: Customer
) -> None:
    moved = moving.move_contacts(anna, [contact("Arp")], sued)
    assert [each.last_name for each in moved] == ["Arp"]
    assert (contact("Arp").customer, contact("Arp").primary) == (sued, True)
    assert not Contact.objects.filter(customer=nord, primary=True).exists()


def test_who_comes_to_others_does_not_become_the_primary_one(anna: Actor, nord: Customer) -> None:
    loner = contacts.add_contact(anna, last_name="Carstens", customer_id=None)
    moving.move_contacts(anna, [loner], nord)
    assert contact("Carstens").customer == nord
    assert [c.last_name for c in Contact.objects.filter(customer=nord, primary=True)] == ["Arp"]


def test_several_leave_their_organisations(anna: Actor, nord: Customer, sued: Customer) -> None:
    contacts.add_contact(anna, last_name="Dorn", customer_id=sued.pk)
    moving.move_contacts(anna, Contact.objects.all(), None)
    assert not Contact.objects.exclude(customer=None).exists()
    assert not Contact.objects.filter(primary=True).exists()


def test_who_is_there_already_is_passed_over(anna: Actor, nord: Customer) -> None:
    before = contact("Arp").version
    assert moving.move_contacts(anna, [contact("Arp")], nord) == []
    assert contact("Arp").version == before


def test_what_happened_stays_with_the_customer_it_happened_under(
    anna: Actor, nord: Customer, sued: Customer
) -> None:
    contacts.change_contact(anna, contact("Arp"), position="Bauleitung")
    moving.move_contacts(anna, [contact("Arp")], sued)
    contacts.change_contact(anna, contact("Arp"), position="Werkstatt")
    assert told(anna, nord)[:2] == ["Kontakt Arp nach Südkran verschoben", "Kontakt Arp bearbeitet"]
    assert told(anna, sued)[:2] == ["Kontakt Arp bearbeitet", "Kontakt Arp nach Südkran verschoben"]
    moving.move_contacts(anna, [contact("Arp")], None)
    assert told(anna, contact("Arp"))[0] == "Kontakt Arp aus Südkran genommen"


def test_the_search_follows(anna: Actor, nord: Customer, sued: Customer) -> None:
    assert found("boje") == {"Nordbau"}
    moving.move_contacts(anna.via("web", batch="m"), [contact("Boje")], sued)
    assert found("boje") == {"Südkran"}
    undo_batch(anna, "m")
    assert found("boje") == {"Nordbau"}
    assert not sources.differing()


def test_undo_brings_everybody_back_with_the_flag(
    anna: Actor, nord: Customer, sued: Customer
) -> None:
    moving.move_contacts(anna.via("web", batch="m"), [contact("Arp"), contact("Boje")], sued)
    outcome = undo_batch(anna, "m")
    assert (outcome.refused, outcome.undone) == ([], 2)
    assert {c.customer for c in Contact.objects.all()} == {nord}
    assert [c.last_name for c in Contact.objects.filter(primary=True)] == ["Arp"]


def test_undo_leaves_the_flag_to_whoever_has_it_now(
    anna: Actor, nord: Customer, sued: Customer
) -> None:
    moving.move_contacts(anna.via("web", batch="m"), [contact("Arp")], sued)
    contacts.change_contact(anna, contact("Boje"), primary=True)
    outcome = undo_batch(anna, "m")
    assert [refusal.attribute for refusal in outcome.refused] == ["primary"]
    assert (contact("Arp").customer, contact("Arp").primary) == (nord, False)


def test_undo_does_not_send_anybody_to_a_deleted_customer(
    anna: Actor, nord: Customer, sued: Customer
) -> None:
    moving.move_contacts(anna.via("web", batch="m"), [contact("Arp")], sued)
    deleting.delete_customers(anna, [nord])
    outcome = undo_batch(anna, "m")
    assert [refusal.attribute for refusal in outcome.refused] == ["customer_id"]
    assert (contact("Arp").customer, contact("Arp").primary) == (sued, True)


def test_undoing_the_creation_of_a_customer_leaves_who_came_to_it_since(
    anna: Actor, nord: Customer
) -> None:
    west = customers.create_customer(anna.via("web", batch="c"), name="Westhub")
    moving.move_contacts(anna, [contact("Arp")], west)
    assert [refusal.name for refusal in undo_batch(anna, "c").refused] == ["Westhub"]
    assert contact("Arp").customer == west


def test_a_customer_deleted_meanwhile_is_named(anna: Actor, nord: Customer, sued: Customer) -> None:
    deleting.delete_customers(anna, [sued])
    with pytest.raises(ValidationError, match="Südkran wurde gelöscht"):
        moving.move_contacts(anna, [contact("Arp")], sued)
    assert contact("Arp").customer == nord


def test_who_only_reads_moves_nobody(dario: Actor, nord: Customer) -> None:
    with pytest.raises(PermissionDenied):
        moving.move_contacts(dario, [contact("Arp")], None)
    assert contact("Arp").customer == nord


def test_deleted_contacts_stay_where_they_are(anna: Actor, nord: Customer, sued: Customer) -> None:
    gone = contact("Boje")
    deleting.delete_contacts(anna, [gone])
    assert moving.move_contacts(anna, [gone], sued) == []
    assert contact("Boje").customer == nord


def test_the_api_moves_all_or_nobody(
    nord: Customer, sued: Customer, people: Callable[[str], User]
) -> None:
    api = caller(people("user"))
    keys = [contact("Arp").pk, contact("Boje").pk]
    done = content(api.post("contacts/move", {"contact_ids": keys, "customer_id": sued.pk}))
    assert (done["moved"], {item["customer"]["name"] for item in done["items"]}) == (2, {"Südkran"})
    done = content(api.post("contacts/move", {"contact_ids": keys[:1], "customer_id": None}))
    assert done["items"][0]["customer"] is None
    unknown = {"contact_ids": [*keys, 999_999], "customer_id": nord.pk}
    assert api.post("contacts/move", unknown).status_code == 422
    assert api.post("contacts/move", {"contact_ids": keys, "customer_id": 999}).status_code == 422
    assert not Contact.objects.filter(customer=nord).exists()
