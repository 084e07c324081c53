"""What most tests of pages begin with."""

from collections.abc import Callable

import pytest
from django.test import Client

from klientel.domains.customers.models import Customer
from klientel.domains.customers.tests.listing import browser
from klientel.domains.customers.tests.pages import huber
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User


@pytest.fixture
def client(people: Callable[[str], User]) -> Client:
    """The browser of an admin, in German."""
    return browser(people)


@pytest.fixture
def customer(anna: Actor) -> Customer:
    """With one e-mail address, one number, one address, a person and a department."""
    return huber(anna)
