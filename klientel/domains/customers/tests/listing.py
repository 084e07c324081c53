"""What the tests of lists and exports share: customers to find, and a signed-in browser."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from klientel.domains.customers.actions import customers
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User


def several(actor: Actor, *rows: NewCustomer) -> list[Customer]:
    outcome = customers.create_customers(actor, rows)
    assert not outcome.refused
    found = Customer.objects.visible_to(actor)
    return [found.get(pk=outcome.done[place].pk) for place in range(len(rows))]


def many(actor: Actor, count: int) -> list[Customer]:
    """Customers in name order, each with a contact, phones, an address, a category."""
    rows = [
        NewCustomer(
            name=f"Firma {number:03d}",
            category=("Gold", "Silber")[number % 2],
            emails=[{"value": f"info{number}@firma.example"}],
            phones=[{"kind": "phone", "value": f"030 23125 {100 + number}"}],
            addresses=[{"city": ("Köln", "Bern")[number % 2], "country": "DE"}],
            contacts=[{"last_name": f"Person {number:03d}", "position": "Einkauf"}],
        )
        for number in range(count)
    ]
    return several(actor, *rows)


def browser(people: Callable[[str], User], role: str = "admin") -> Client:
    client = Client(headers={"accept-language": "de"})
    client.force_login(people(role))
    return client
