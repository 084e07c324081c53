"""Custom fields of many records at once: changed together, and chosen between in a merge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from klientel.domains.customers import comparing
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.actions.uniting.merge import merge_customers
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.domains.customers.tests.listing import browser
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.bulk import actions as bulk
from klientel.services.bulk.models import BulkRun
from klientel.services.bulk.wishes import Wish
from klientel.services.customfields.actions.defining import add_field, change_field, remove_field
from klientel.services.customfields.models import Definition
from klientel.services.journal import undo
from tests.api import caller, content

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
GROUPS: Any = [{"code": "a", "labels": {"en": "Group A"}}, {"code": "b", "labels": {"en": "B"}}]


@pytest.fixture
def discount(anna: Actor) -> Definition:
    names = {"de": "Rabattgruppe", "en": "Discount group"}
    return add_field(anna, CUSTOMER, key="discount", type="choice", names=names, options=GROUPS)


@pytest.fixture
def until(anna: Actor) -> Definition:
    return add_field(anna, CUSTOMER, key="until", type="date", names={"de": "Vertrag bis"})


def held(*rows: Customer) -> list[dict[str, Any]]:
    return [dict(Customer.objects.get(pk=row.pk).custom) for row in rows]


def test_many_get_the_same_value_and_get_theirs_back(
    anna: Actor, people: People, discount: Definition, until: Definition
) -> None:
    client: Client = browser(people)
    rows = [
        create_customer(anna, name="Huber", custom={"discount": "a", "until": "2026-12-31"}),
        create_customer(anna, name="Moser"),
    ]
    run = bulk.open_run(anna, "customers", [row.pk for row in rows])
    url = f"/bulk/{run.pk}/fields"
    assert "Rabattgruppe" in client.get(url).content.decode()
    wrong = client.post(url, {"change": ["custom_until"], "custom_until": "someday"})
    assert wrong.status_code == 422
    chosen = {"change": ["custom_discount", "custom_until"], "custom_discount": "b"}
    answer = client.post(url, {**chosen, "custom_until": "30.6.2027"})
    assert answer.status_code in (302, 303)
    page = client.get(f"/bulk/{run.pk}").content.decode()
    assert "Rabattgruppe" in page
    assert "31.12.2026" in page
    client.post(f"/bulk/{run.pk}/start")
    assert held(*rows) == [{"discount": "b", "until": "2027-06-30"}] * 2
    batch = BulkRun.objects.get(pk=run.pk).batch
    undo.undo_batch(anna, batch)
    assert held(*rows) == [{"discount": "a", "until": "2026-12-31"}, {}]


def test_a_field_that_is_required_is_not_emptied_in_many(
    anna: Actor, people: People, discount: Definition
) -> None:
    row = create_customer(anna, name="Huber", custom={"discount": "a"})
    change_field(anna, discount, required=True)
    run = bulk.open_run(anna, "customers", [row.pk])
    sent = {"change": ["custom_discount"], "custom_discount": ""}
    assert browser(people).post(f"/bulk/{run.pk}/fields", sent).status_code == 422
    bulk.check(anna, run, Wish(set={"custom.discount": None}))
    assert held(row) == [{"discount": "a"}]


def test_the_api_changes_many(anna: Actor, people: People, discount: Definition) -> None:
    rows = [create_customer(anna, name=name) for name in ("Huber", "Moser")]
    api = caller(people("admin"))
    sent = {"ids": [row.pk for row in rows], "set": {"custom": {"discount": "b"}}}
    assert content(api.post("customers/bulk", sent), 202)["changed"] == 2
    assert held(*rows) == [{"discount": "b"}] * 2


def test_a_merge_chooses_field_by_field_and_loses_nothing(
    anna: Actor, people: People, discount: Definition, until: Definition
) -> None:
    winner = create_customer(anna, name="Huber", custom={"discount": "a"})
    loser = create_customer(anna, name="Hueber", custom={"discount": "b", "until": "2026-12-31"})
    gone = add_field(anna, CUSTOMER, key="gone", type="text", names={"en": "Gone"})
    create = create_customer(anna, name="Huber & Co", custom={"gone": "kept all the same"})
    remove_field(anna, gone)
    rows = [winner, loser, Customer.objects.get(pk=create.pk)]
    shown = {row.name: row for row in comparing.customers(anna, rows, {}).rows}
    assert "custom.gone" not in shown
    cells = [(cell.text, cell.is_chosen) for cell in shown["custom.discount"].cells]
    assert cells == [("Group A", True), ("B", False), ("", False)]
    act = anna.via("web", "3" * 32)
    merge_customers(act, winner, rows[1:], chosen={"custom.discount": loser.pk})
    assert held(winner) == [{"discount": "b", "gone": "kept all the same", "until": "2026-12-31"}]
    undo.undo_batch(anna, "3" * 32)
    assert held(winner) == [{"discount": "a"}]


def test_the_page_of_a_merge_sends_the_choice(
    anna: Actor, people: People, discount: Definition
) -> None:
    client: Client = browser(people)
    rows = [
        create_customer(anna, name=name, custom={"discount": code})
        for name, code in (("Huber", "a"), ("Hueber", "b"))
    ]
    keys = [row.pk for row in rows]
    page = client.get("/customers/merge", {"ids": keys}).content.decode()
    assert "of_custom.discount" in page
    sent = {"ids": keys, "agreed": "1", "winner": keys[0], "of_custom.discount": keys[1]}
    assert client.post("/customers/merge", sent).status_code in (302, 303)
    assert held(rows[0]) == [{"discount": "b"}]


def test_the_api_of_a_merge_knows_custom_fields(
    anna: Actor, people: People, discount: Definition
) -> None:
    rows = [
        create_customer(anna, name=name, custom={"discount": code})
        for name, code in (("Huber", "a"), ("Hueber", "b"))
    ]
    api = caller(people("admin"))
    sent = {"ids": [rows[1].pk], "fields": {"custom.discount": rows[1].pk}}
    merged = content(api.post(f"customers/{rows[0].pk}/merge", sent))
    assert merged["custom"] == {"discount": "b"}


SERVICES: Any = [{"code": code, "labels": {"en": code.upper()}} for code in ("a", "b", "c", "d")]


@pytest.fixture
def services(anna: Actor) -> Definition:
    names = {"de": "Leistungen", "en": "Services"}
    return add_field(anna, CUSTOMER, key="services", type="choices", names=names, options=SERVICES)


@pytest.mark.parametrize(
    ("way", "chosen", "told"),
    [
        ("set", ["d"], [["d"], ["d"]]),
        ("set", [], [None, None]),
        ("add", ["d", "a"], [["a", "b", "d"], ["a", "d"]]),
        ("remove", ["b", "d"], [["a"], None]),
    ],
)
def test_several_choices_are_set_added_and_removed(
    anna: Actor,
    people: People,
    services: Definition,
    *,
    way: str,
    chosen: list[str],
    told: list[list[str] | None],
) -> None:
    client: Client = browser(people)
    before = [{"services": ["a", "b"]}, {}]
    rows = [create_customer(anna, name="Huber", custom=each) for each in before]
    run = bulk.open_run(anna, "customers", [row.pk for row in rows])
    page = client.get(f"/bulk/{run.pk}/fields").content.decode()
    assert "Diese Auswahlen hinzufügen" in page
    sent = {"change": ["custom_services"], "how_custom_services": way, "custom_services": chosen}
    assert client.post(f"/bulk/{run.pk}/fields", sent).status_code in (302, 303)
    again = client.get(f"/bulk/{run.pk}/fields").content.decode()
    assert f'<option value="{way}" selected>' in again
    client.post(f"/bulk/{run.pk}/start")
    assert [each.get("services") for each in held(*rows)] == told
    undo.undo_batch(anna, BulkRun.objects.get(pk=run.pk).batch)
    assert held(*rows) == before


def test_there_has_to_be_a_choice_to_add(anna: Actor, people: People, services: Definition) -> None:
    run = bulk.open_run(anna, "customers", [create_customer(anna, name="Huber").pk])
    sent = {"change": ["custom_services"], "how_custom_services": "add"}
    answer = browser(people).post(f"/bulk/{run.pk}/fields", sent)
    assert answer.status_code == 422
    assert "hinzugefügt oder entfernt werden soll" in answer.content.decode()


def test_the_last_choice_of_a_field_that_is_required_stays(
    anna: Actor, services: Definition
) -> None:
    customs: list[dict[str, Any]] = [{"services": ["a"]}, {"services": ["a", "b"]}]
    rows = [create_customer(anna, name="Huber", custom=each) for each in customs]
    change_field(anna, services, required=True)
    run = bulk.open_run(anna, "customers", [row.pk for row in rows])
    run = bulk.start(anna, run, Wish(remove={"custom.services": ["a"]}))
    assert (run.changed, run.refused) == (1, 1)
    assert held(*rows) == [{"services": ["a"]}, {"services": ["b"]}]


def test_the_api_adds_and_removes_choices(
    anna: Actor, people: People, services: Definition, discount: Definition
) -> None:
    row = create_customer(anna, name="Huber", custom={"services": ["a", "b"], "discount": "a"})
    api = caller(people("admin"))
    sent = {
        "ids": [row.pk],
        "add": {"custom": {"services": ["D"]}},
        "remove": {"custom": {"services": ["a"]}},
    }
    assert content(api.post("customers/bulk", sent), 202)["changed"] == 1
    assert held(row) == [{"services": ["b", "d"], "discount": "a"}]
    for custom in ({"discount": ["b"]}, {"services": ["none"]}, {"unknown": ["a"]}):
        refused = api.post("customers/bulk", {"ids": [row.pk], "add": {"custom": custom}})
        assert content(refused, 422)["errors"][0]["field"] == f"add.custom.{next(iter(custom))}"
