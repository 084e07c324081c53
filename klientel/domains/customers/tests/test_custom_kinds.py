"""Whatever kind a custom field is of, it is changed in a cell, at many records and back again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tests.listing import browser
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.bulk import actions as bulk
from klientel.services.bulk.models import BulkRun
from klientel.services.customfields.actions.defining import add_field
from klientel.services.customfields.choices import LISTED, Type
from klientel.services.journal import undo

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
OPTIONS: Any = [{"code": code, "labels": {"de": code.upper()}} for code in ("a", "b", "c")]
# As it is typed, as it is stored, and as the cell then shows it.
TYPED: dict[str, tuple[str | list[str], Any, str]] = {
    Type.TEXT: ("  Halle 7 ", "Halle 7", "Halle 7"),
    Type.NUMBER: ("1.234", 1234, "1.234"),
    Type.MONEY: ("12,50", 12.5, "12,50\xa0€"),
    Type.DATE: ("31.12.2026", "2026-12-31", "31.12.2026"),
    Type.CHOICE: ("b", "b", "B"),
    Type.CHOICES: (["c", "a"], ["a", "c"], "A, C"),
    Type.YES_NO: ("no", False, "Nein"),
    Type.EMAIL: ("info@huber.example", "info@huber.example", "info@huber.example"),
    Type.PHONE: ("0221 123456", "+49221123456", "0221 123456"),
    Type.URL: ("huber.example", "https://huber.example", "https://huber.example"),
}


def made(anna: Actor, kind: str, type_: Type) -> Customer | Contact:
    given: dict[str, Any] = {"limits": {"currency": "EUR"}} if type_ == Type.MONEY else {}
    given |= {"options": OPTIONS} if type_ in LISTED else {}
    add_field(anna, kind, key="own", type=type_, names={"de": "Eigenes"}, **given)
    if kind == CUSTOMER:
        return create_customer(anna, name="Huber")
    return add_contact(anna, customer_id=None, last_name="Huber")


def held(row: Customer | Contact) -> Any:
    return type(row)._default_manager.get(pk=row.pk).custom.get("own")


def test_there_is_an_example_of_every_kind() -> None:
    assert set(TYPED) == set(Type)


@pytest.mark.parametrize("kind", [CUSTOMER, CONTACT])
@pytest.mark.parametrize("type_", Type)
def test_a_cell_of_every_kind_is_edited(
    anna: Actor, people: People, type_: Type, kind: str
) -> None:
    client: Client = browser(people)
    typed, stored, shown = TYPED[type_]
    row = made(anna, kind, type_)
    url = f"{row.get_absolute_url()}/cell"
    page = client.get(url, {"field": "custom.own"}).content.decode()
    assert "Eigenes: Huber. " in page
    assert ("<fieldset" in page) == (type_ == Type.CHOICES)
    sent = {"field": "custom.own", "custom.own": typed, "version": row.version}
    address = f"/{row._meta.model_name}s?columns=custom_own"
    answer = client.post(url, sent, headers={"HX-Current-URL": f"http://testserver{address}"})
    assert answer.status_code == 200
    assert (held(row), shown in answer.content.decode()) == (stored, True)
    row.refresh_from_db()
    assert client.post(url, {**sent, "custom.own": [], "version": row.version}).status_code == 200
    assert held(row) is None


@pytest.mark.parametrize("kind", [CUSTOMER, CONTACT])
@pytest.mark.parametrize("type_", Type)
def test_many_get_a_value_of_every_kind(
    anna: Actor, people: People, type_: Type, kind: str
) -> None:
    client: Client = browser(people)
    typed, stored, _shown = TYPED[type_]
    row = made(anna, kind, type_)
    run = bulk.open_run(anna, f"{row._meta.model_name}s", [row.pk])
    sent = {"change": ["custom_own"], "custom_own": typed}
    assert client.post(f"/bulk/{run.pk}/fields", sent).status_code in (302, 303)
    client.post(f"/bulk/{run.pk}/start")
    assert held(row) == stored
    undo.undo_batch(anna, BulkRun.objects.get(pk=run.pk).batch)
    assert held(row) is None
