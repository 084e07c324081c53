"""VAT ID and the two switches of contacts: columns, and filters of the pages and of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from tests.api import caller, content, fields

from .listing import several
from .pages import text_of

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


@pytest.fixture(autouse=True)
def rows(anna: Actor) -> None:
    contacts: list[Any] = [
        {"last_name": "Alt", "portal_access": True},
        {"last_name": "Berg", "receives_notifications": False},
    ]
    several(
        anna,
        {"name": "A", "vat_id": "ATU13585627", "contacts": contacts},
        {"name": "B", "contacts": [{"last_name": "Claus"}]},
    )


def names(client: Client, path: str, **query: str) -> list[str]:
    page = client.get(path, query)
    assert page.status_code == 200
    return [line.name for line in page.context["listing"].lines]


def test_customers_are_narrowed_by_having_a_vat_id(client: Client) -> None:
    assert names(client, "/customers", vat_id="yes") == ["A"]
    assert names(client, "/customers", vat_id="no") == ["B"]
    assert names(client, "/customers", vat_id="?") == ["A", "B"]
    assert "USt-IdNr." in text_of(client.get("/customers", {"vat_id": "no"}))


def test_contacts_are_narrowed_by_each_switch_alone_and_by_both(client: Client) -> None:
    assert names(client, "/contacts", portal_access="yes") == ["Alt"]
    assert names(client, "/contacts", portal_access="no") == ["Berg", "Claus"]
    assert names(client, "/contacts", receives_notifications="no") == ["Berg"]
    both = {"receives_notifications": "yes", "portal_access": "no"}
    assert names(client, "/contacts", **both) == ["Claus"]


def test_all_of_them_are_columns_to_choose(client: Client) -> None:
    client.post(reverse("customers:columns"), {"columns": ["name", "vat_id", "subcategory"]})
    assert "ATU13585627" in text_of(client.get("/customers"))
    chosen = ["name", "receives_notifications", "portal_access"]
    client.post(reverse("contacts:columns"), {"columns": chosen})
    lines = client.get("/contacts").context["listing"].lines
    shown = {line.name: [line.cells[name].text for name in chosen[1:]] for line in lines}
    assert shown == {"Alt": ["Ja", "Ja"], "Berg": ["Nein", "Nein"], "Claus": ["Ja", "Nein"]}


def test_the_api_narrows_by_the_same(people: People) -> None:
    api = caller(people("admin"))

    def found(path: str) -> list[str]:
        items = content(api.get(path))["items"]
        return [item.get("name") or item["last_name"] for item in items]

    assert found("customers?vat_id=atu+1358+5627") == ["A"]
    assert found("customers?vat_id=ATU1358562") == []
    assert found("customers?has_vat_id=true") == ["A"]
    assert found("customers?has_vat_id=false") == ["B"]
    assert found("contacts?portal_access=true") == ["Alt"]
    assert found("contacts?receives_notifications=false") == ["Berg"]
    assert found("contacts?receives_notifications=true&portal_access=false") == ["Claus"]
    assert found("contacts?primary=false") == ["Berg"]
    own = f"customers/{Customer.objects.get(name='A').pk}/contacts"
    assert found(f"{own}?portal_access=false") == ["Berg"]
    assert fields(api.get("contacts?portal_access=perhaps")) == {"portal_access"}


@pytest.mark.parametrize(
    ("name", "is_on", "index"),
    [
        ("portal_access", True, "contact_with_portal"),
        ("receives_notifications", False, "contact_not_notified"),
    ],
)
def test_the_rare_side_of_a_switch_has_an_index(
    anna: Actor, name: str, is_on: bool, index: str
) -> None:
    many: list[Any] = [{"last_name": f"Viel {number}"} for number in range(400)]
    several(anna, {"name": "C", "contacts": many})
    rows = Contact.objects.visible_to(anna).filter(**{name: is_on}).order_by("name_fold", "pk")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_contact")  # so that the planner knows what is rare
        if connection.vendor == "postgresql":  # a few pages are quickly read without an index
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    assert index in rows.explain()
