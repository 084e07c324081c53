"""Tags: how records are marked, and the list of the words they are marked with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from klientel.domains.customers import queries
from klientel.domains.customers.actions import contacts, customers, deleting, erasing, tags
from klientel.domains.customers.actions.customers import CustomerChange
from klientel.domains.customers.actions.ordering import shift_tag
from klientel.domains.customers.actions.purging import purge
from klientel.domains.customers.actions.uniting.merge import merge_contacts, merge_customers
from klientel.domains.customers.facts import CUSTOMER, TAG
from klientel.domains.customers.models import Contact, Customer, Tagging
from klientel.domains.customers.tag import Tag
from klientel.domains.customers.tagged import tags_of
from klientel.foundation.access import Actor
from klientel.services.journal import queries as journal
from klientel.services.journal.undo import undo_batch

pytestmark = pytest.mark.django_db


def of(row: Customer | Contact) -> list[str]:
    if isinstance(row, Customer):
        return queries.customer_fields([row])[row.pk]["tags"]
    return queries.contact_fields([row])[row.pk]["tags"]


def all_tags() -> list[str]:
    return [tag.name for tag in Tag.objects.filter(deleted_at=None).in_order()]


def company(actor: Actor, *names: str) -> Customer:
    return customers.create_customer(actor, name="Lahn", tags=[*names])


def person(actor: Actor, *names: str) -> Contact:
    return contacts.add_contact(actor, last_name="Huber", tags=[*names])


@pytest.mark.parametrize("make", [company, person])
def test_a_record_is_created_with_tags_each_once(
    anna: Actor, make: Callable[..., Customer | Contact]
) -> None:
    row = make(anna, " VIP ", "Messe", "vip", "")
    assert of(row) == ["Messe", "VIP"]
    assert of(make(anna, "MESSE")) == ["Messe"]
    assert all_tags() == ["Messe", "VIP"]


def test_a_customer_is_created_with_people_who_have_tags(anna: Actor) -> None:
    made = customers.create_customer(
        anna, name="Lahn", contacts=[{"last_name": "Huber", "tags": ["VIP"]}]
    )
    assert of(Contact.objects.get(customer=made)) == ["VIP"]
    assert of(made) == []


@pytest.mark.parametrize("given", [["x" * 51], ["a; b"], [f"t{n}" for n in range(51)]])
def test_what_is_no_tag_is_refused(anna: Actor, given: list[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        company(anna, *given)
    assert [*refused.value.message_dict] == ["tags"]
    with pytest.raises(ValidationError):
        person(anna, *given)


def test_a_change_is_told_with_names_and_taken_back(anna: Actor) -> None:
    made = company(anna, "VIP")
    customers.change_customer(anna.via("web", batch="act"), made, tags=["Messe"])
    [told, *_rest] = journal.timeline(anna, (CUSTOMER, made.pk))
    assert (told.data["before"], told.data["after"]) == ({"tags": ["VIP"]}, {"tags": ["Messe"]})
    undo_batch(anna, "act")
    assert of(made) == ["VIP"]
    assert all_tags() == ["VIP"]  # it came with the change


def test_a_contact_is_changed_and_taken_back(anna: Actor) -> None:
    made = person(anna, "VIP")
    contacts.change_contact(anna.via("web", batch="act"), made, tags=["VIP", "Messe"])
    assert of(made) == ["Messe", "VIP"]
    undo_batch(anna, "act")
    assert of(made) == ["VIP"]


def test_undo_keeps_a_tag_that_others_have_by_now_and_marks_nothing_twice(anna: Actor) -> None:
    first, second = company(anna), company(anna)
    customers.change_customer(anna.via("web", batch="on"), first, tags=["VIP"])
    customers.change_customer(anna, second, tags=["VIP"])
    undo_batch(anna, "on")
    assert (of(first), of(second)) == ([], ["VIP"])
    customers.change_customer(anna.via("web", batch="off"), second, tags=[])
    customers.change_customer(anna, second, tags=["VIP"])
    undo_batch(anna, "off")
    assert Tagging.objects.filter(customer=second, deleted_at=None).count() == 1


def test_who_may_not_add_tags_uses_those_there_are(
    anna: Actor, chiara: Actor, as_role: Callable[[str], Actor]
) -> None:
    made = person(anna, "VIP")
    contacts.change_contact(chiara, made, tags=["vip"])
    with pytest.raises(ValidationError) as refused:
        contacts.change_contact(chiara, made, tags=["VIP", "Neu"])
    assert [*refused.value.message_dict] == ["tags"]
    billing = as_role("billing")
    with pytest.raises(ValidationError):
        customers.change_customer(billing, company(anna), tags=["Neu"])
    assert all_tags() == ["VIP"]


def test_tags_go_into_the_bin_and_back(anna: Actor) -> None:
    made = customers.create_customer(
        anna, name="Lahn", tags=["VIP"], contacts=[{"last_name": "Huber", "tags": ["Messe"]}]
    )
    contact = Contact.objects.get(customer=made)
    deleting.delete_customers(anna, [made])
    assert not Tagging.objects.filter(deleted_at=None).exists()
    deleting.restore_customers(anna, [made])
    assert (of(made), of(contact)) == (["VIP"], ["Messe"])
    deleting.delete_contacts(anna, [contact])
    deleting.restore_contacts(anna, [contact])
    assert of(contact) == ["Messe"]


def test_tags_go_for_good_with_their_record(anna: Actor) -> None:
    made = company(anna, "VIP")
    deleting.delete_customers(anna, [made])
    purge(anna, {"customers": [made.pk]})
    assert not Tagging.objects.exists()
    assert all_tags() == ["VIP"]


def test_erasing_a_person_takes_their_tags(anna: Actor) -> None:
    erasing.erase_contact(anna, made := person(anna, "Mahnung"))
    assert of(made) == []
    assert not Tagging.objects.exists()


def test_a_merge_unites_tags_and_is_taken_back(anna: Actor) -> None:
    first, second = company(anna, "VIP", "Messe"), company(anna, "VIP", "Bau")
    merge_customers(anna.via("web", batch="one"), first, [second])
    assert of(first) == ["Bau", "Messe", "VIP"]
    undo_batch(anna, "one")
    assert (of(first), of(second)) == (["Messe", "VIP"], ["Bau", "VIP"])
    people = person(anna, "VIP"), person(anna, "Bau")
    merge_contacts(anna, people[0], [people[1]])
    assert of(people[0]) == ["Bau", "VIP"]


def test_a_tag_is_renamed_without_a_word_in_the_history_of_those_who_have_it(anna: Actor) -> None:
    made = company(anna, "VIP")
    version = Customer.objects.get(pk=made.pk).version
    tag = tags.change_tag(anna.via("web", batch="act"), Tag.objects.get(), name="Premium")
    assert of(made) == ["Premium"]
    assert Customer.objects.get(pk=made.pk).version == version
    [told] = journal.timeline(anna, (TAG, tag.pk))
    assert told.data["before"] == "VIP"
    undo_batch(anna, "act")
    assert of(made) == ["VIP"]


def test_by_its_old_name_a_tag_is_still_known(anna: Actor) -> None:
    """A form opened before, and a file written before, mean the same tag."""
    made = company(anna, "VIP")
    tags.change_tag(anna, Tag.objects.get(), name="Premium")
    customers.change_customers(anna, [CustomerChange(made, {"tags": ["vip", "Messe"]})])
    assert of(made) == ["Messe", "Premium"]
    tags.add_tag(anna, "VIP")
    customers.change_customer(anna, made, tags=["VIP"])
    assert of(made) == ["VIP"]


def test_two_tags_become_one(anna: Actor) -> None:
    both, one = company(anna, "VIP", "Premium"), company(anna, "VIP")
    vip, premium = Tag.objects.get(name="VIP"), Tag.objects.get(name="Premium")
    tags.merge_tags(anna.via("web", batch="act"), vip, premium)
    assert (of(both), of(one), all_tags()) == (["Premium"], ["Premium"], ["Premium"])
    customers.change_customer(anna, both, tags=[])
    assert of(both) == []
    customers.change_customer(anna, one, tags=["vip"])
    assert Tagging.objects.filter(customer=one).count() == 1
    undo_batch(anna, "act")
    assert (of(one), all_tags()) == (["VIP"], ["Premium", "VIP"])


def test_what_was_merged_before_goes_along(anna: Actor) -> None:
    made = company(anna, "A")
    a, b, c = Tag.objects.get(), tags.add_tag(anna, "B"), tags.add_tag(anna, "C")
    tags.merge_tags(anna, a, b)
    tags.merge_tags(anna.via("web", batch="act"), b, c)
    assert of(made) == ["C"]
    undo_batch(anna, "act")
    assert of(made) == ["B"]


def test_a_tag_is_removed_and_brought_back(anna: Actor) -> None:
    made = company(anna, "VIP", "Messe")
    tags.remove_tag(anna.via("web", batch="act"), Tag.objects.get(name="VIP"))
    assert of(made) == ["Messe"]
    customers.change_customer(anna, made, tags=["Messe", "Bau"])
    undo_batch(anna, "act")
    assert of(made) == ["Bau", "Messe", "VIP"]


@pytest.mark.parametrize("act", ["removed", "merged", "renamed"])
def test_undo_gives_no_name_twice(anna: Actor, act: str) -> None:
    made = company(anna, "VIP")
    vip, by = Tag.objects.get(), anna.via("web", batch="act")
    if act == "removed":
        tags.remove_tag(by, vip)
    elif act == "merged":
        tags.merge_tags(by, vip, tags.add_tag(anna, "Premium"))
    else:
        tags.change_tag(by, vip, name="Premium")
    tags.add_tag(anna, "vip")
    outcome = undo_batch(anna, "act")
    assert "„VIP“ gibt es schon" in outcome.refused[0].reason
    assert of(made) == ([] if act == "removed" else ["Premium"])


def test_the_list_has_an_order(anna: Actor) -> None:
    a, b = tags.add_tag(anna, "A"), tags.add_tag(anna, "B")
    made = company(anna, "A", "B")
    shift_tag(anna, b, -1)
    assert all_tags() == ["B", "A"]
    assert [each.name for each in tags_of("customer", [made.pk])[made.pk]] == ["B", "A"]
    tags.change_tag(anna, a, position=1)
    assert all_tags() == ["A", "B"]


def test_a_tag_has_a_colour(anna: Actor) -> None:
    made = tags.add_tag(anna, "VIP")
    assert tags.add_tag(anna, "Grün", "green").color == "green"
    tags.change_tag(anna, made, color="blue")
    assert Tag.objects.get(pk=made.pk).color == "blue"
    with pytest.raises(ValidationError):
        tags.change_tag(anna, made, color="mauve")


def test_a_name_is_given_once_and_only_by_who_maintains_lists(anna: Actor, beat: Actor) -> None:
    made = tags.add_tag(anna, "VIP")
    for wrong in ("vip", "", "x" * 51, "a;b"):
        with pytest.raises(ValidationError):
            tags.add_tag(anna, wrong)
    with pytest.raises(ValidationError):
        tags.merge_tags(anna, made, made)
    with pytest.raises(PermissionDenied):
        tags.remove_tag(beat, made)
