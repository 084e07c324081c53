"""Parent companies: one level, whoever writes and in whatever order."""

from collections.abc import Iterator
from typing import cast

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from klientel.domains.customers import queries
from klientel.domains.customers.actions import customers, deleting, relating
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.fields import CustomerFields, NewCustomer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.journal import queries as journal
from klientel.services.journal.undo import attribute_label, undo_batch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def made(actor: Actor, name: str, parent: Customer | None = None, relation: str = "") -> Customer:
    number = parent.number if parent else ""
    return customers.create_customer(actor, name=name, parent=number, parent_relation=relation)


def fields(row: Customer) -> CustomerFields:
    now = Customer.objects.get(pk=row.pk)
    return queries.customer_fields([now])[now.pk]


def belongs(row: Customer) -> tuple[str, str]:
    """The number of its parent and what it is to it."""
    now = fields(row)
    return now["parent"], now["parent_relation"]


def change(actor: Actor, row: Customer, **given: str) -> Customer:
    return customers.change_customer(actor, row, **cast("CustomerFields", given))


def refused(actor: Actor, row: Customer, parent: str) -> str:
    with pytest.raises(ValidationError) as caught:
        change(actor, row, parent=parent)
    [sentence] = caught.value.message_dict["parent"]
    return sentence


def told(actor: Actor, row: Customer) -> list[str]:
    return [item.text for item in journal.timeline(actor, (CUSTOMER, row.pk))]


class TestOneCompany:
    def test_belongs_to_a_parent_as_its_subsidiary(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Huber Nord", mother)
        assert belongs(child) == (mother.number, "subsidiary")
        change(anna, child, parent_relation="branch")
        assert belongs(child) == (mother.number, "branch")

    def test_leaves_its_parent_and_what_it_is_to_it(self, anna: Actor) -> None:
        child = made(anna, "Huber Nord", made(anna, "Huber Holding"), "franchise")
        change(anna, child, parent="")
        assert belongs(child) == ("", "")

    def test_has_no_relation_without_a_parent(self, anna: Actor) -> None:
        alone = customers.create_customer(anna, name="Huber", parent_relation="branch")
        assert belongs(alone) == ("", "")
        change(anna, alone, parent_relation="franchise")
        assert belongs(alone) == ("", "")

    def test_names_a_parent_that_is_there(self, anna: Actor) -> None:
        child = made(anna, "Huber Nord")
        assert refused(anna, child, "4711") == "There is no customer with the number 4711."

    def test_is_not_its_own_parent(self, anna: Actor) -> None:
        child = made(anna, "Huber Nord")
        assert refused(anna, child, child.number) == "A company cannot be its own parent company."

    def test_that_belongs_to_another_has_no_subsidiaries(self, anna: Actor) -> None:
        child = made(anna, "Huber Nord", made(anna, "Huber Holding"))
        sentence = refused(anna, made(anna, "Huber West"), child.number)
        assert sentence == "Huber Nord belongs to another company, so it can have no subsidiaries."

    def test_with_subsidiaries_belongs_to_none(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        made(anna, "Huber Nord", mother)
        sentence = refused(anna, mother, made(anna, "Meyer").number)
        assert sentence == "Huber Holding has subsidiaries, so it cannot be one of another company."

    def test_without_its_last_subsidiary_may_belong_to_another(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        relating.release(anna, [made(anna, "Huber Nord", mother)])
        meyer = made(anna, "Meyer")
        change(anna, mother, parent=meyer.number)
        assert belongs(mother) == (meyer.number, "subsidiary")

    def test_keeps_a_parent_that_gets_another_number(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Huber Nord", mother)
        change(anna, mother, number="H-1")
        assert belongs(child) == ("H-1", "subsidiary")
        assert Customer.objects.get(pk=child.pk).version == child.version + 1
        assert told(anna, child)[0] == "Customer edited"


class TestABatch:
    def test_of_new_ones_may_name_each_other(self, anna: Actor) -> None:
        rows = [
            NewCustomer(name="Nord", number="2", parent="1"),
            NewCustomer(name="Holding", number="1"),
            NewCustomer(name="West", parent="1", parent_relation="branch"),
        ]
        outcome = customers.create_customers(anna, rows)
        assert not outcome.refused
        nord, holding, west = (cast("Customer", outcome.done[place]) for place in range(3))
        assert [belongs(row) for row in (nord, holding, west)] == [
            ("1", "subsidiary"),
            ("", ""),
            ("1", "branch"),
        ]
        assert told(anna, holding)[0] == "2 subsidiaries associated"

    def test_of_new_ones_has_one_level(self, anna: Actor) -> None:
        rows = [
            NewCustomer(name="A", number="1", parent="2"),
            NewCustomer(name="B", number="2", parent="3"),
            NewCustomer(name="C", number="3", parent="1"),
            NewCustomer(name="D", number="4", parent="4"),
        ]
        outcome = customers.create_customers(anna, rows)
        assert {place: found["parent"] for place, found in outcome.refused.items()} == {
            0: ["There is no customer with the number 2."],
            1: ["B has subsidiaries, so it cannot be one of another company."],
            2: ["A belongs to another company, so it can have no subsidiaries."],
            3: ["A company cannot be its own parent company."],
        }
        assert not outcome.done

    def test_names_none_that_is_refused(self, anna: Actor) -> None:
        rows = [NewCustomer(name="", number="1"), NewCustomer(name="Nord", parent="1")]
        assert set(customers.create_customers(anna, rows).refused) == {0, 1}

    def test_of_changes_has_one_level(self, anna: Actor) -> None:
        a, b, c = (made(anna, name) for name in "ABC")
        pairs = [(a, b), (b, c), (c, a)]
        outcome = customers.change_customers(
            anna,
            [
                customers.CustomerChange(row, CustomerFields(parent=parent.number))
                for row, parent in pairs
            ],
        )
        assert set(outcome.refused) == {1, 2}
        assert [belongs(row)[0] for row in (a, b, c)] == [b.number, "", ""]

    def test_goes_to_a_parent_and_leaves_it(self, anna: Actor) -> None:
        mother, other = made(anna, "Huber Holding"), made(anna, "Meyer")
        rows = [made(anna, name) for name in ("Nord", "West")]
        outcome = relating.associate(anna, mother, [*rows, mother], relation="franchise")
        assert set(outcome.done) == {0, 1}
        assert set(outcome.refused) == {2}
        assert [belongs(row) for row in rows] == [(mother.number, "franchise")] * 2
        relating.associate(anna, other, rows[:1])
        assert belongs(rows[0]) == (other.number, "franchise")
        assert told(anna, mother)[:2] == ["Subsidiary removed", "2 subsidiaries associated"]
        relating.release(anna, rows)
        assert [belongs(row) for row in rows] == [("", "")] * 2
        assert told(anna, other)[0] == "Subsidiary removed"


class TestUndo:
    def test_of_associating_gives_back_what_was(self, anna: Actor) -> None:
        mother, other = made(anna, "Huber Holding"), made(anna, "Meyer")
        rows = [made(anna, "Nord", other, "branch"), made(anna, "West")]
        acting = anna.via("web", "a")
        relating.associate(acting, mother, rows, relation="franchise")
        undo_batch(anna, "a")
        assert [belongs(row) for row in rows] == [(other.number, "branch"), ("", "")]
        assert told(anna, mother)[0] == "2 subsidiaries removed"
        assert told(anna, other)[0] == "Subsidiary associated"

    def test_of_leaving_brings_nobody_back_to_a_parent_that_is_gone(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Nord", mother)
        relating.release(anna.via("web", "a"), [child])
        deleting.delete_customers(anna, [mother])
        [refusal] = undo_batch(anna, "a").refused
        assert refusal.reason == "The parent company has been deleted."
        assert attribute_label(refusal) == "Name of the parent company"
        assert Customer.objects.get(pk=child.pk).parent_id is None

    def test_of_leaving_makes_no_second_level(self, anna: Actor) -> None:
        mother, meyer = made(anna, "Huber Holding"), made(anna, "Meyer")
        nord, west = made(anna, "Nord", mother), made(anna, "West", mother)
        relating.release(anna.via("web", "a"), [nord])
        relating.release(anna.via("web", "b"), [west])
        made(anna, "Hafen", nord)
        change(anna, mother, parent=meyer.number)
        assert [each.reason for each in undo_batch(anna, "a").refused] == [
            "Nord has subsidiaries, so it cannot be one of another company."
        ]
        assert [each.reason for each in undo_batch(anna, "b").refused] == [
            "Huber Holding belongs to another company, so it can have no subsidiaries."
        ]
        assert [belongs(row) for row in (nord, west)] == [("", "")] * 2

    def test_leaves_no_relation_without_a_parent(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Nord")
        relating.associate(anna.via("web", "a"), mother, [child])
        change(anna, child, parent_relation="branch")
        undo_batch(anna, "a")
        assert belongs(child) == ("", "")

    def test_of_creating_keeps_who_got_subsidiaries_since(self, anna: Actor) -> None:
        mother = made(anna.via("web", "a"), "Huber Holding")
        made(anna, "Nord", mother)
        [refusal] = undo_batch(anna, "a").refused
        assert refusal.reason == "It has subsidiaries that were added since."
        assert Customer.objects.get(pk=mother.pk).deleted_at is None

    def test_of_creating_takes_a_family_away(self, anna: Actor) -> None:
        rows = [NewCustomer(name="Holding", number="1"), NewCustomer(name="Nord", parent="1")]
        customers.create_customers(anna.via("web", "a"), rows)
        assert not undo_batch(anna, "a").refused
        assert not Customer.objects.filter(deleted_at=None).exists()

    def test_of_deleting_gives_the_relation_back(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Nord", mother, "branch")
        deleting.delete_customers(anna.via("web", "a"), [mother])
        before = Customer.objects.get(pk=child.pk).version
        undo_batch(anna, "a")
        assert belongs(child) == (mother.number, "branch")
        assert Customer.objects.get(pk=child.pk).version == before + 1
        assert told(anna, child)[0] == "Customer edited"

    def test_of_deleting_ends_what_would_be_a_second_level(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Nord", mother)
        deleting.delete_customers(anna.via("web", "a"), [mother])
        made(anna, "Hafen", child)
        [refusal] = undo_batch(anna, "a").refused
        assert refusal.name == "Nord"
        assert "one level" in refusal.reason
        assert Customer.objects.get(pk=child.pk).parent_id is None

    def test_of_a_renumbering_reaches_the_subsidiaries(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Nord", mother)
        change(anna.via("web", "a"), mother, number="H-1")
        undo_batch(anna, "a")
        assert belongs(child) == (mother.number, "subsidiary")


class TestTheBin:
    def test_makes_the_subsidiaries_of_a_parent_independent(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Huber Nord", mother, "branch")
        deleting.delete_customers(anna, [mother])
        assert belongs(child) == ("", "")
        assert told(anna, child)[0] == "Customer edited"
        west = made(anna, "Huber West")
        change(anna, west, parent=child.number)
        assert belongs(west) == (child.number, "subsidiary")

    def test_gives_the_relation_back(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Huber Nord", mother, "branch")
        deleting.delete_customers(anna, [mother])
        deleting.restore_customers(anna, [mother])
        assert belongs(child) == (mother.number, "branch")

    def test_ends_a_relation_that_would_be_a_second_level(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child, other = made(anna, "Huber Nord", mother), made(anna, "Huber West", mother)
        deleting.delete_customers(anna, [mother])
        grandchild = made(anna, "Huber Hafen", child)
        deleting.restore_customers(anna, [mother])
        assert belongs(child) == ("", "")
        assert belongs(grandchild) == (child.number, "subsidiary")
        assert belongs(other) == (mother.number, "subsidiary")
        sentence = "Relation to a subsidiary not restored: there is one level only"
        assert told(anna, child)[0] == told(anna, mother)[0] == sentence

    def test_brings_no_subsidiary_back_below_one_that_belongs_elsewhere(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Huber Nord", mother)
        deleting.delete_customers(anna, [child])
        meyer = made(anna, "Meyer")
        change(anna, mother, parent=meyer.number)
        deleting.restore_customers(anna, [child])
        assert belongs(child) == ("", "")
        assert belongs(mother) == (meyer.number, "subsidiary")
        assert Customer.objects.get(pk=child.pk).parent_id is None

    def test_brings_a_whole_family_back(self, anna: Actor) -> None:
        mother = made(anna, "Huber Holding")
        child = made(anna, "Huber Nord", mother)
        deleting.delete_customers(anna, [mother, child])
        deleting.restore_customers(anna, [mother, child])
        assert belongs(child) == (mother.number, "subsidiary")
