"""Two who merge the same records at once, on PostgreSQL."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from klientel.domains.customers.actions import contacts, customers
from klientel.domains.customers.actions.uniting.merge import merge_contacts, merge_customers
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tests.racing import TWO_WRITERS, while_open
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.services.accounts.models import User

pytestmark = TWO_WRITERS


@pytest.fixture
def actor(people: Callable[[str], User]) -> Actor:
    return actors.from_user(people("admin"))


def test_two_customers_are_not_merged_into_each_other(actor: Actor) -> None:
    one, other = (customers.create_customer(actor, name=name) for name in ("Anton", "Berta"))
    error = while_open(
        partial(merge_customers, actor, one, [other]), partial(merge_customers, actor, other, [one])
    )
    assert isinstance(error, ValidationError)
    assert Customer.objects.get(deleted_at=None).pk == one.pk


def test_two_contacts_are_not_merged_into_each_other(actor: Actor) -> None:
    one, other = (contacts.add_contact(actor, last_name=name) for name in ("Anton", "Berta"))
    error = while_open(
        partial(merge_contacts, actor, one, [other]), partial(merge_contacts, actor, other, [one])
    )
    assert isinstance(error, ValidationError)
    assert Contact.objects.get(deleted_at=None).pk == one.pk
