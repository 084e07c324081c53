"""Categories and sub-categories: what customers have of them, and the lists themselves."""

from collections.abc import Iterator
from typing import cast

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from klientel.domains.customers import queries
from klientel.domains.customers.actions import categories, customers, deleting
from klientel.domains.customers.category import Category
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.fields import CustomerFields, NewCustomer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.journal import queries as journal
from klientel.services.journal.undo import undo_batch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def made(actor: Actor, name: str, category: str = "", subcategory: str = "") -> Customer:
    return customers.create_customer(actor, name=name, category=category, subcategory=subcategory)


def has(customer: Customer) -> tuple[str, str]:
    """Category and sub-category, as they are now."""
    now = Customer.objects.get(pk=customer.pk)
    fields = queries.customer_fields([now])[now.pk]
    return fields["category"], fields["subcategory"]


def version(customer: Customer) -> int:
    return Customer.objects.get(pk=customer.pk).version


def word(name: str) -> Category:
    return Category.objects.get(name=name, deleted_at=None)


def tree(actor: Actor) -> dict[str, list[str]]:
    live = Category.objects.visible_to(actor)
    return {
        top.name: sorted(live.filter(parent=top).values_list("name", flat=True))
        for top in live.filter(parent=None).order_by("name_fold")
    }


def refused(actor: Actor, customer: Customer, **fields: str) -> str:
    given = cast("CustomerFields", fields)
    with pytest.raises(ValidationError) as caught:
        customers.change_customer(actor, customer, **given)
    [sentence] = caught.value.message_dict["subcategory"]
    return sentence


class TestOfACustomer:
    def test_new_words_are_added_below_their_category(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        made(anna, "Meyer", "BAU", "hochbau")
        assert has(huber) == ("Bau", "Hochbau")
        assert tree(anna) == {"Bau": ["Hochbau"]}

    def test_one_without_a_category_is_refused(self, anna: Actor) -> None:
        with pytest.raises(ValidationError, match="needs a category"):
            made(anna, "Huber", "", "Hochbau")
        huber = made(anna, "Huber")
        assert "needs a category" in refused(anna, huber, subcategory="Hochbau")

    def test_one_of_another_category_is_refused_by_name(self, anna: Actor) -> None:
        made(anna, "Huber", "Bau", "Hochbau")
        meyer = made(anna, "Meyer", "Handel")
        assert "“Hochbau” is a sub-category of “Bau”" in refused(anna, meyer, subcategory="Hochbau")
        assert has(meyer) == ("Handel", "")

    def test_another_category_empties_it_unless_it_has_one_of_that_name(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        customers.change_customer(anna, huber, category="Handel")
        assert has(huber) == ("Handel", "")
        customers.change_customer(anna, huber, category="Bau", subcategory="Hochbau")
        categories.add_category(anna, "Hochbau", word("Handel"))
        customers.change_customer(anna, huber, category="Handel")
        assert has(huber) == ("Handel", "Hochbau")
        customers.change_customer(anna, huber, category="")
        assert has(huber) == ("", "")

    def test_both_change_with_history_and_come_back(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        mine = anna.via("web", batch="b")
        customers.change_customer(mine, huber, category="Handel", subcategory="Messe")
        assert has(huber) == ("Handel", "Messe")
        [newest, _created] = journal.timeline(anna, (CUSTOMER, huber.pk))
        assert newest.data["after"] == {"category": "Handel", "subcategory": "Messe"}
        assert undo_batch(anna, "b").refused == []
        assert has(huber) == ("Bau", "Hochbau")
        assert tree(anna) == {"Bau": ["Hochbau"]}

    def test_words_made_for_a_customer_stay_for_whoever_uses_them_since(self, anna: Actor) -> None:
        made(anna.via("web", batch="b"), "Huber", "Bau", "Hochbau")
        meyer = made(anna, "Meyer", "Bau", "Hochbau")
        undo_batch(anna, "b")
        assert has(meyer) == ("Bau", "Hochbau")
        assert tree(anna) == {"Bau": ["Hochbau"]}


class TestLists:
    def test_a_name_is_given_once_whatever_its_spelling(self, anna: Actor) -> None:
        bau = categories.add_category(anna, " Straßen ")
        handel = categories.add_category(anna, "Handel")
        assert bau.name == "Straßen"
        for owner, name in ((None, "STRASSEN"), (None, " "), (None, "x" * 101)):
            with pytest.raises(ValidationError):
                categories.add_category(anna, name, owner)
        with pytest.raises(ValidationError):
            categories.rename_category(anna, handel, "strassen")
        part = categories.add_category(anna, "Straßen", handel)
        with pytest.raises(ValidationError, match="no sub-categories"):
            categories.add_category(anna, "Darunter", part)

    def test_renaming_raises_versions_and_is_told_to_every_customer(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        was = version(huber)
        mine = anna.via("web", batch="r")
        categories.rename_category(mine, word("Bau"), "Baugewerbe")
        assert has(huber) == ("Baugewerbe", "Hochbau")
        assert version(huber) == was + 1
        [newest, _created] = journal.timeline(anna, (CUSTOMER, huber.pk))
        assert newest.data["after"] == {"category": "Baugewerbe"}
        assert undo_batch(anna, "r").refused == []
        assert has(huber) == ("Bau", "Hochbau")
        assert version(huber) > was + 1

    def test_who_typed_before_the_renaming_does_not_bring_the_old_name_back(
        self, anna: Actor
    ) -> None:
        huber = made(anna, "Huber", "Bau")
        categories.rename_category(anna, word("Bau"), "Baugewerbe")
        customers.change_customer(anna, huber, version=huber.version, category="Bau", note="Neu")
        assert has(huber) == ("Baugewerbe", "")
        assert tree(anna) == {"Baugewerbe": []}

    def test_moving_takes_the_customers_along_and_back(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Messe")
        made(anna, "Meyer", "Handel")
        was = version(huber)
        categories.move_category(anna.via("web", batch="m"), word("Messe"), word("Handel"))
        assert has(huber) == ("Handel", "Messe")
        assert version(huber) == was + 1
        back = undo_batch(anna, "m")
        assert (back.refused, has(huber)) == ([], ("Bau", "Messe"))
        assert undo_batch(anna, back.batch).refused == []
        assert has(huber) == ("Handel", "Messe")
        assert tree(anna) == {"Bau": [], "Handel": ["Messe"]}

    def test_a_category_does_not_become_a_sub_category(self, anna: Actor) -> None:
        bau, handel = (categories.add_category(anna, name) for name in ("Bau", "Handel"))
        with pytest.raises(ValidationError, match="cannot become"):
            categories.move_category(anna, bau, handel)

    def test_who_may_not_maintain_them_may_not(self, anna: Actor, beat: Actor) -> None:
        bau = categories.add_category(anna, "Bau")
        with pytest.raises(PermissionDenied):
            categories.add_category(beat, "Handel")
        with pytest.raises(PermissionDenied):
            categories.rename_category(beat, bau, "Handel")
        with pytest.raises(PermissionDenied):
            categories.remove_category(beat, bau, may_empty=True)
        with pytest.raises(PermissionDenied):
            categories.move_category(beat, bau, bau)


class TestRemoving:
    def test_one_in_use_asks_what_replaces_it(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        for name in ("Bau", "Hochbau"):
            with pytest.raises(ValidationError) as caught:
                categories.remove_category(anna, word(name))
            assert list(caught.value.message_dict) == ["replacement"]
            assert "1 customer" in caught.value.messages[0]
        assert has(huber) == ("Bau", "Hochbau")

    def test_one_nobody_uses_just_goes_and_comes_back(self, anna: Actor) -> None:
        bau = categories.add_category(anna, "Bau")
        categories.add_category(anna, "Hochbau", bau)
        assert categories.remove_category(anna.via("web", batch="r"), bau) == 0
        assert tree(anna) == {}
        assert undo_batch(anna, "r").refused == []
        assert tree(anna) == {"Bau": ["Hochbau"]}

    def test_replaced_by_nothing_empties_both(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        assert categories.remove_category(anna.via("web", batch="r"), word("Bau"), may_empty=True)
        assert (has(huber), tree(anna)) == (("", ""), {})
        assert undo_batch(anna, "r").refused == []
        assert (has(huber), tree(anna)) == (("Bau", "Hochbau"), {"Bau": ["Hochbau"]})

    def test_merging_takes_sub_categories_along_and_makes_one_of_two(self, anna: Actor) -> None:
        first = made(anna, "A", "Bau", "Hochbau")
        second = made(anna, "B", "Bau", "Messe")
        handel = categories.add_category(anna, "Handel")
        categories.add_category(anna, "Messe", handel)
        mine = anna.via("web", batch="m")
        count = categories.remove_category(mine, word("Bau"), replacement=handel)
        assert count == 2
        assert (has(first), has(second)) == (("Handel", "Hochbau"), ("Handel", "Messe"))
        assert tree(anna) == {"Handel": ["Hochbau", "Messe"]}
        for customer in (first, second):
            newest = journal.timeline(anna, (CUSTOMER, customer.pk))[0]
            assert newest.data["after"] == {"category": "Handel"}
            assert newest.data["version"] == version(customer) == 2
        back = undo_batch(anna, "m")
        assert back.refused == []
        assert (has(first), has(second)) == (("Bau", "Hochbau"), ("Bau", "Messe"))
        assert tree(anna) == {"Bau": ["Hochbau", "Messe"], "Handel": ["Messe"]}
        assert undo_batch(anna, back.batch).refused == []
        assert (has(first), has(second)) == (("Handel", "Hochbau"), ("Handel", "Messe"))
        assert tree(anna) == {"Handel": ["Hochbau", "Messe"]}

    def test_a_sub_category_is_replaced_by_one_beside_it(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        other = made(anna, "Meyer", "Handel", "Messe")
        tief = categories.add_category(anna, "Tiefbau", word("Bau"))
        for wrong in (word("Messe"), word("Bau"), word("Hochbau")):
            with pytest.raises(ValidationError, match="cannot replace"):
                categories.remove_category(anna, word("Hochbau"), replacement=wrong)
        categories.remove_category(anna, word("Hochbau"), replacement=tief)
        categories.remove_category(anna, word("Messe"), may_empty=True)
        assert (has(huber), has(other)) == (("Bau", "Tiefbau"), ("Handel", ""))

    def test_customers_in_the_bin_come_back_to_the_replacement(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        made(anna, "Meyer", "Handel")
        deleting.delete_customers(anna, [huber])
        categories.remove_category(anna, word("Bau"), replacement=word("Handel"))
        deleting.restore_customers(anna, [huber])
        assert has(huber) == ("Handel", "Hochbau")

    def test_what_somebody_changed_since_stays_and_is_named(self, anna: Actor) -> None:
        first, second = (made(anna, name, "Bau", "Hochbau") for name in "AB")
        categories.remove_category(anna.via("web", batch="r"), word("Bau"), may_empty=True)
        customers.change_customer(anna, second, category="Handel")
        outcome = undo_batch(anna, "r")
        assert {refusal.name for refusal in outcome.refused} == {"B"}
        assert (has(first), has(second)) == (("Bau", "Hochbau"), ("Handel", ""))

    def test_a_name_given_again_meanwhile_is_not_given_twice(self, anna: Actor) -> None:
        huber = made(anna, "Huber", "Bau", "Hochbau")
        categories.remove_category(anna.via("web", batch="r"), word("Bau"), may_empty=True)
        categories.add_category(anna, "bau")
        outcome = undo_batch(anna, "r")
        assert outcome.refused
        assert (has(huber), tree(anna)) == (("", ""), {"bau": []})

    def test_a_new_word_stays_when_the_customer_cannot_go_back_to_the_old_one(
        self, anna: Actor
    ) -> None:
        huber = made(anna, "Huber", "Bau", "")
        customers.change_customer(anna.via("web", batch="c"), huber, category="Handel")
        categories.remove_category(anna, word("Bau"))
        assert undo_batch(anna, "c").refused
        assert (has(huber), tree(anna)) == (("Handel", ""), {"Handel": []})

    def test_hundreds_of_customers_are_one_batch(self, anna: Actor) -> None:
        rows = [NewCustomer(name=f"N{n}", category="Bau", subcategory="X") for n in range(1100)]
        done = customers.create_customers(anna, rows).done
        ids = [row.pk for row in done.values()]
        mine = anna.via("web", batch="r")
        assert categories.remove_category(mine, word("Bau"), may_empty=True) == 1100
        live = Customer.objects.filter(pk__in=ids)
        assert live.filter(category=None, subcategory=None, version=2).count() == 1100
        assert len(journal.timeline(anna, (CUSTOMER, ids[-1]))) == 2
        outcome = undo_batch(anna, "r")
        assert outcome.refused == []
        assert not live.filter(category=None).exists()
