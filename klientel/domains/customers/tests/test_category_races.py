"""A category that goes in the very moment in which a customer gets it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from klientel.domains.customers.actions import categories, customers
from klientel.domains.customers.category import Category
from klientel.domains.customers.models import Customer
from klientel.domains.customers.tests.racing import TWO_WRITERS, while_open
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch

pytestmark = TWO_WRITERS


@pytest.fixture
def actor(people: Callable[[str], User]) -> Actor:
    return actors.from_user(people("admin"))


def while_removing(actor: Actor, category: Category, act: Callable[[], object]) -> None:
    """`act` begins while the category is being removed."""
    error = while_open(lambda: categories.remove_category(actor, category, may_empty=True), act)
    assert error is None


def lists_of(name: str) -> list[str]:
    """Category and sub-category of this customer. Fails for one that is gone."""
    customer = Customer.objects.get(name=name)
    found = [each for each in (customer.category, customer.subcategory) if each]
    assert [each.name for each in found if each.deleted_at] == []
    assert {each.parent_id for each in found[1:]} <= {customer.category_id}
    return [each.name for each in found]


@pytest.fixture
def bau(actor: Actor) -> Category:
    made = categories.add_category(actor, "Bau")
    categories.add_category(actor, "Hochbau", made)
    return made


def test_a_new_customer_does_not_get_a_category_that_is_gone(actor: Actor, bau: Category) -> None:
    while_removing(
        actor, bau, lambda: customers.create_customer(actor, name="Huber", category="Bau")
    )
    assert lists_of("Huber") == ["Bau"]
    assert Customer.objects.get().category_id != bau.pk


def test_nor_does_one_that_is_changed(actor: Actor, bau: Category) -> None:
    huber = customers.create_customer(actor, name="Huber", category="Handel")
    change = partial(customers.change_customer, actor, huber, category="Bau", subcategory="Hochbau")
    while_removing(actor, bau, change)
    assert lists_of("Huber") == ["Bau", "Hochbau"]


def test_one_that_has_it_can_be_changed_meanwhile(actor: Actor, bau: Category) -> None:
    huber = customers.create_customer(actor, name="Huber", category="Bau")
    while_removing(
        actor, bau, lambda: customers.change_customer(actor, huber, subcategory="Hochbau")
    )
    assert lists_of("Huber") == []


def test_an_undo_does_not_bring_it_back(actor: Actor, bau: Category) -> None:
    huber = customers.create_customer(actor, name="Huber", category="Bau")
    customers.change_customer(actor.via("web", batch="away"), huber, category="Handel")
    while_removing(actor, bau, lambda: undo_batch(actor, "away"))
    assert lists_of("Huber") == ["Handel"]
