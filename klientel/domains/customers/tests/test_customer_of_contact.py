"""Contacts asked for by what their customer has: custom fields and tags."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from klientel.domains.customers import tables
from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.tag import Tag
from klientel.domains.customers.tests.test_custom_lists import listing, settle
from klientel.foundation.access import Actor
from klientel.foundation.db import narrowing
from klientel.services.accounts.models import User
from klientel.services.customfields.actions.defining import add_field, change_field
from klientel.services.customfields.models import Definition
from tests.api import caller, content, fields

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
NAMES = {"de": "Rabatt", "fr": "Remise", "en": "Discount"}


@pytest.fixture(params=["walked", "indexed", "few"])
def discount(anna: Actor, request: pytest.FixtureRequest, monkeypatch: Any) -> Definition:
    """Without an index, and with one where many and where few customers fit."""
    found = add_field(anna, CUSTOMER, key="discount", type="number", names=NAMES)
    if request.param != "walked":
        change_field(anna, found, indexed=True)
        settle()
    monkeypatch.setattr(narrowing, "NAMED", 5_000 if request.param == "few" else 0)
    return found


@pytest.fixture
def people_of(anna: Actor, discount: Definition) -> None:
    add_field(anna, CONTACT, key="hotel", type="text", names={"en": "Hotel"})
    for name, given, tags in (("Alpha", 5, ["VIP"]), ("Beta", 10, ["Bau"]), ("Gamma", None, [])):
        create_customer(
            anna,
            name=name,
            tags=tags,
            custom={"discount": given},
            contacts=[{"last_name": name}, {"last_name": f"{name} II", "tags": ["Bau"]}],
        )
    add_contact(anna, last_name="Zoe", customer_id=None, custom={"hotel": "Krone"})


def found(actor: Actor, *conditions: list[str]) -> list[str]:
    asked = listing(actor, tables.CONTACTS, where=list(conditions))
    assert not asked.complaints, asked.complaints
    return [line.name for line in asked.lines]


def test_by_its_custom_fields(anna: Actor, people_of: None) -> None:
    name = "customer_custom.discount"
    assert found(anna, [name, "least", "6"]) == ["Beta", "Beta II"]
    assert found(anna, [name, "given"]) == ["Alpha", "Alpha II", "Beta", "Beta II"]
    assert found(anna, [name, "empty"]) == ["Gamma", "Gamma II", "Zoe"]
    assert found(anna, [name, "is_not", "5"]) == ["Beta", "Beta II", "Gamma", "Gamma II", "Zoe"]
    assert found(anna, [name, "most", "5"], ["name", "has", "ii"]) == ["Alpha II"]
    asked: Any = {"any": [[name, "is", "5"], ["custom.hotel", "is", "krone"]]}
    either = listing(anna, tables.CONTACTS, where=asked)
    assert [line.name for line in either.lines] == ["Alpha", "Alpha II", "Zoe"]


def test_by_its_tags(anna: Actor, people_of: None) -> None:
    vip, bau = (str(Tag.objects.get(name=name).pk) for name in ("VIP", "Bau"))
    name = "customer_tags"
    assert found(anna, [name, "in", vip]) == ["Alpha", "Alpha II"]
    assert found(anna, [name, "in", vip, bau]) == ["Alpha", "Alpha II", "Beta", "Beta II"]
    assert found(anna, [name, "not_in", vip])[:2] == ["Beta", "Beta II"]
    assert found(anna, [name, "empty"]) == ["Gamma", "Gamma II", "Zoe"]
    assert found(anna, [name, "in", bau], ["tags", "in", bau]) == ["Beta II"]


def test_they_are_said_in_the_language_of_the_reader(anna: Actor, people_of: None) -> None:
    asked = listing(anna, tables.CONTACTS, where=[["customer_custom.discount", "least", "6.5"]])
    with translation.override("de"):
        [chip] = asked.conditions.chips
        assert (chip.label, chip.value) == ("Rabatt des Kunden", "ist mindestens 6,5")


def test_who_sees_no_customers_asks_for_nothing_of_them(anna: Actor, people_of: None) -> None:
    blind = replace(anna, permissions=anna.permissions - {"customers.view"})
    asked = [["customer_custom.discount", "given"], ["customer_tags", "given"]]
    assert len(listing(blind, tables.CONTACTS, where=asked).complaints) == 2


def test_the_api_and_the_export_ask_the_same(anna: Actor, people: People, people_of: None) -> None:
    where = json.dumps([["customer_custom.discount", "least", "6"]])
    api = caller(people("admin"))
    names = [row["last_name"] for row in content(api.get(f"contacts?where={where}"))["items"]]
    assert names == ["Beta", "Beta II"]
    wrong = json.dumps([["customer_custom.discount", "least", "many"]])
    assert "where" in fields(api.get(f"contacts?where={wrong}"))
    sent = {"query": f"where={where}", "set": {"custom": {"hotel": "Post"}}, "dry_run": True}
    assert content(api.post("contacts/bulk", sent), 202)["changed"] == 2
