"""A category that goes in the very moment in which a customer gets it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction

from klientel.domains.customers.actions import categories, customers
from klientel.domains.customers.category import Category
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch

IS_SQLITE = not os.environ.get("KLIENTEL_TEST_DATABASE")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(IS_SQLITE, reason="SQLite has one writer at a time: nobody waits"),
]
WAITING = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted)"
PATIENCE = 60  # seconds; whoever needs longer waits for nobody


@pytest.fixture
def actor(people: Callable[[str], User]) -> Actor:
    return actors.from_user(people("admin"))


class Second(threading.Thread):
    """Somebody else, with a connection of their own."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.act = act
        self.pid = 0
        self.is_begun = threading.Event()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.is_begun.set()
            self.act()
        except Exception as error:  # the test says it, whatever it is
            self.error = error
        finally:
            connection.close()

    def waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(WAITING, [self.pid])
            return bool(cursor.fetchone()[0])


def while_removing(actor: Actor, category: Category, act: Callable[[], object]) -> None:
    """`act` begins while the category is being removed, runs into that, and waits for its end."""
    second = Second(act)
    with transaction.atomic():
        categories.remove_category(actor, category, may_empty=True)
        second.start()
        assert second.is_begun.wait(PATIENCE)
        for _look in range(20 * PATIENCE):
            if second.waits() or not second.is_alive():
                break
            second.join(0.05)
        assert second.waits()
    second.join(PATIENCE)
    assert second.error is None


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
