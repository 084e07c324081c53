"""Two who make a company parent and subsidiary at once: there is one level after both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from klientel.domains.customers.actions import customers, deleting, relating
from klientel.domains.customers.models import Customer
from klientel.domains.customers.tests.racing import TWO_WRITERS, while_open
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.services.accounts.models import User

pytestmark = TWO_WRITERS


@pytest.fixture
def actor(people: Callable[[str], User]) -> Actor:
    return actors.from_user(people("admin"))


@pytest.fixture
def rows(actor: Actor) -> list[Customer]:
    return [customers.create_customer(actor, name=name) for name in ("Anton", "Berta", "Cäsar")]


def parents() -> dict[str, str]:
    below = Customer.objects.exclude(parent=None).select_related("parent")
    return {row.name: row.parent.name for row in below if row.parent}


def under(actor: Actor, row: Customer, parent: Customer) -> Callable[[], object]:
    return partial(customers.change_customer, actor, row, parent=parent.number)


def test_a_parent_does_not_become_a_subsidiary_meanwhile(
    actor: Actor, rows: list[Customer]
) -> None:
    anton, berta, cesar = rows
    error = while_open(under(actor, anton, berta), under(actor, berta, cesar))
    assert isinstance(error, ValidationError)
    assert parents() == {"Anton": "Berta"}


def test_a_subsidiary_does_not_become_a_parent_meanwhile(
    actor: Actor, rows: list[Customer]
) -> None:
    anton, berta, cesar = rows
    error = while_open(under(actor, berta, cesar), under(actor, anton, berta))
    assert isinstance(error, ValidationError)
    assert parents() == {"Berta": "Cäsar"}


def test_two_do_not_become_each_others_parent(actor: Actor, rows: list[Customer]) -> None:
    anton, berta, _cesar = rows
    error = while_open(under(actor, anton, berta), under(actor, berta, anton))
    assert isinstance(error, ValidationError)
    assert parents() == {"Anton": "Berta"}


def test_a_new_one_does_not_come_below_a_subsidiary(actor: Actor, rows: list[Customer]) -> None:
    anton, berta, _cesar = rows
    new = partial(customers.create_customer, actor, name="Dora", parent=anton.number)
    error = while_open(under(actor, anton, berta), new)
    assert isinstance(error, ValidationError)
    assert parents() == {"Anton": "Berta"}


def test_nobody_comes_below_one_that_is_being_deleted(actor: Actor, rows: list[Customer]) -> None:
    anton, berta, _cesar = rows
    deleted = partial(deleting.delete_customers, actor, [berta])
    error = while_open(deleted, under(actor, anton, berta))
    assert isinstance(error, ValidationError)
    assert parents() == {}


def test_one_comes_back_below_none_that_becomes_a_subsidiary(
    actor: Actor, rows: list[Customer]
) -> None:
    anton, berta, cesar = rows
    relating.associate(actor, berta, [anton])
    deleting.delete_customers(actor, [anton])
    back = partial(deleting.restore_customers, actor, [anton])
    assert while_open(under(actor, berta, cesar), back) is None
    assert parents() == {"Berta": "Cäsar"}
