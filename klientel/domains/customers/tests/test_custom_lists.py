"""Custom fields in lists: columns, conditions, order, cells, search, and the same by the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from klientel.domains.customers import queries, tables
from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customers
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.domains.customers.search import customer_documents
from klientel.domains.customers.tests.listing import browser
from klientel.foundation.access import Actor
from klientel.foundation.db import keytext
from klientel.foundation.lib import clock
from klientel.foundation.ui.listing import Listing
from klientel.services.accounts.models import User
from klientel.services.customfields import indexing
from klientel.services.customfields.actions.defining import add_field, change_field, remove_field
from klientel.services.customfields.models import Definition
from tests.api import caller, content, fields

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
GROUPS: Any = [{"code": "a", "labels": {"en": "A"}}, {"code": "b", "labels": {"en": "B"}}]
KINDS: dict[str, dict[str, Any]] = {
    "said": {"type": "text"},
    "machines": {"type": "number"},
    "limit": {"type": "money"},
    "until": {"type": "date"},
    "discount": {"type": "choice", "options": GROUPS},
    "brands": {"type": "choices", "options": GROUPS},
    "vip": {"type": "yes_no"},
    "mail": {"type": "email"},
    "hotline": {"type": "phone"},
    "shop": {"type": "url"},
}
HELD: dict[str, dict[str, Any]] = {
    "Alpha": {
        "said": "Größere Baustelle",
        "machines": 9,
        "limit": 1500.5,
        "until": "2026-12-31",
        "discount": "a",
        "brands": ["a", "b"],
        "vip": True,
        "mail": "chef@alpha.example",
        "hotline": "+49 40 66969123",
        "shop": "shop.alpha.example",
    },
    "Beta": {"machines": 10, "limit": -3, "until": "2027-06-30", "discount": "b", "vip": False},
    "Gamma": {"brands": ["b"], "machines": 100},
    "Delta": {},
}


@pytest.fixture
def defined(anna: Actor) -> dict[str, Definition]:
    return {
        key: add_field(anna, CUSTOMER, key=key, names={"en": key.title()}, **given)
        for key, given in KINDS.items()
    }


@pytest.fixture
def rows(anna: Actor, defined: dict[str, Definition]) -> None:
    made = create_customers(anna, [{"name": n, "custom": held} for n, held in HELD.items()])
    assert not made.refused


def settle() -> None:
    """Within the transaction of a test: what rows point to is checked before tables change."""
    connection.check_constraints()
    indexing.settle()


def listing(actor: Actor, table: Any = tables.CUSTOMERS, **given: Any) -> Listing[Any]:
    params = QueryDict(mutable=True)
    for name, value in given.items():
        params[name] = value if isinstance(value, str) else json.dumps(value)
    return Listing(actor, table, params)


def found(actor: Actor, *condition: str) -> str:
    asked = listing(actor, where=[list(condition)])
    assert not asked.complaints, asked.complaints
    return "".join(sorted(line.name[0] for line in asked.lines))


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (("custom.said", "has", "BAUSTELLE"), "A"),
        (("custom.said", "has", "grossere"), "A"),
        (("custom.said", "begins", "große"), "A"),
        (("custom.said", "is", "größere baustelle"), "A"),
        (("custom.said", "has_not", "baustelle"), "BDG"),
        (("custom.said", "given"), "A"),
        (("custom.said", "empty"), "BDG"),
        (("custom.machines", "is", "9"), "A"),
        (("custom.machines", "least", "10"), "BG"),
        (("custom.machines", "most", "10"), "AB"),
        (("custom.limit", "most", "0"), "B"),
        (("custom.limit", "is", "1500,50"), "A"),
        (("custom.until", "on", "31.12.2026"), "A"),
        (("custom.until", "after", "31.12.2026"), "B"),
        (("custom.until", "before", "2027-01-01"), "A"),
        (("custom.until", "between", "01.01.2027", "31.12.2027"), "B"),
        (("custom.until", "empty"), "DG"),
        (("custom.discount", "in", "a", "b"), "AB"),
        (("custom.discount", "not_in", "a"), "BDG"),
        (("custom.brands", "in", "a"), "A"),
        (("custom.brands", "in", "b"), "AG"),
        (("custom.brands", "not_in", "a"), "BDG"),
        (("custom.vip", "in", "0"), "B"),
        (("custom.vip", "in", "1"), "A"),
        (("custom.vip", "empty"), "DG"),
        (("custom.mail", "has", "alpha"), "A"),
        (("custom.hotline", "has", "66969"), "A"),
        (("custom.shop", "has", "shop.alpha"), "A"),
    ],
)
def test_each_type_is_asked_for_in_its_own_way(
    anna: Actor, rows: None, condition: tuple[str, ...], names: str
) -> None:
    assert found(anna, *condition) == names


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (("custom.until", "ahead", "30", "days"), "A"),
        (("custom.until", "ahead", "7", "months"), "AB"),
        (("custom.until", "within", "30", "days"), ""),
        (("custom.until", "older", "1", "days"), ""),
        (("custom.until", "span", "year"), "A"),
    ],
)
def test_days_still_to_come_are_asked_from_today(
    anna: Actor, rows: None, condition: tuple[str, ...], names: str
) -> None:
    with clock.standing_at(datetime(2026, 12, 10, 12, tzinfo=UTC)):
        assert found(anna, *condition) == names


@pytest.mark.parametrize(
    ("name", "operator", "typed", "kept", "shown"),
    [
        ("said", "has", "Größere", "Größere", "Größere"),
        ("machines", "least", "1.234", "1234", "1234"),
        ("limit", "is", "1.500,5", "1500.5", "1500.5"),
        ("limit", "is", "1,125", "1.1250", "1.125"),
        ("until", "on", "31.12.2026", "2026-12-31", "31/12/2026"),
        ("hotline", "has", "669 69", "669 69", "669 69"),
        ("discount", "in", "a", "a", "A"),
    ],
)
def test_a_condition_put_together_reads_the_same_in_every_language(
    people: People,
    anna: Actor,
    rows: None,
    name: str,
    operator: str,
    typed: str,
    kept: str,
    shown: str,
) -> None:
    """It is typed in German, and somebody who reads English opens the address."""
    field = f"custom.{name}"
    form = {"0-0-field": field, "0-0-operator": operator, "0-0-was": f"{field}.{operator}"}
    form |= {"0-0-value": typed, "go": "apply"}
    answer = browser(people).post("/customers/conditions", form)
    [where] = parse_qs(urlsplit(str(answer["Location"])).query)["where"]
    assert json.loads(where) == [[field, operator, kept]]
    with translation.override("en-gb"):
        [chip] = listing(anna, where=where).chips
        assert chip.value.endswith(f" {shown}")


@pytest.mark.parametrize(
    "condition",
    [
        ["custom.machines", "least", "many"],
        ["custom.machines", "is", "100000000000"],
        ["custom.discount", "in", "z"],
        ["custom.until", "on", "someday"],
        ["custom.hotline", "has", "abc"],
        ["custom.said", "least", "a"],
        ["custom.nothing", "is", "a"],
    ],
)
def test_what_cannot_be_asked_is_named_and_left_out(
    anna: Actor, rows: None, condition: list[str]
) -> None:
    asked = listing(anna, where=[condition])
    assert len(asked.complaints) == 1
    assert len(asked.lines) == len(HELD)


def test_columns_can_be_chosen_and_show_values_as_people_read_them(anna: Actor, rows: None) -> None:
    names = ["name", *(f"custom_{key}" for key in KINDS)]
    shown = listing(anna, columns=".".join(["name"]))
    assert not [heading for heading in shown.shown if heading.name.startswith("custom_")]
    asked = Listing(anna, tables.CUSTOMERS, QueryDict(), names)
    alpha = next(line for line in asked.lines if line.name == "Alpha")
    assert alpha.cells["custom_until"].text == "31.12.2026"
    assert alpha.cells["custom_brands"].text == "A, B"
    assert "1.500,50" in alpha.cells["custom_limit"].text
    delta = next(line for line in asked.lines if line.name == "Delta")
    assert delta.cells["custom_until"].text == ""


def test_a_view_names_custom_columns_in_its_address(anna: Actor, rows: None) -> None:
    asked = listing(anna, columns="name.custom_until")
    assert [heading.name for heading in asked.shown] == ["name", "custom_until"]


def test_definitions_cost_a_list_one_query_whatever_it_shows(
    client: Client, anna: Actor, people: People, rows: None
) -> None:
    client = browser(people)
    client.get("/customers")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get("/customers", {"columns": "name.custom_until.custom_hotline"})
    asked = [q for q in captured.captured_queries if "customfields_definition" in q["sql"]]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("key", "order"),
    [("machines", "Delta Alpha Beta Gamma"), ("limit", "Delta Gamma Beta Alpha")],
)
def test_an_indexed_field_sorts_by_its_own_order(
    anna: Actor, rows: None, defined: dict[str, Definition], key: str, order: str
) -> None:
    asked = listing(anna, sort=f"custom_{key}")
    assert asked.sort == "name"
    change_field(anna, defined[key], indexed=True)
    settle()
    asked = listing(anna, sort=f"custom_{key}")
    expected = order.split()
    if key == "limit":
        expected = [*sorted(expected[:2]), *expected[2:]]
    names = [line.name for line in asked.lines]
    assert names[2:] == expected[2:]
    assert set(names) == set(expected)
    small = Listing(anna, asked.table, QueryDict(f"sort=custom_{key}"))
    small.table = small.table.__class__(**{**vars(small.table), "page_size": 2})
    cursor = small.page.next_cursor
    rest = Listing(anna, small.table, QueryDict(f"sort=custom_{key}&cursor={cursor}"))
    assert [line.name for line in rest.lines] == names[2:]


def test_choices_sort_and_show_as_the_settings_list_them(
    anna: Actor, people: People, rows: None, defined: dict[str, Definition]
) -> None:
    change_field(anna, defined["discount"], options=GROUPS[::-1], indexed=True)
    change_field(anna, defined["brands"], options=GROUPS[::-1])
    settle()
    asked = listing(anna, sort="custom_discount", columns="name.custom_brands")
    names = [line.name for line in asked.lines]
    assert (set(names[:2]), names[2:]) == ({"Gamma", "Delta"}, ["Beta", "Alpha"])
    assert asked.lines[3].cells["custom_brands"].text == "B, A"
    assert found(anna, "custom.discount", "in", "a") == "A"
    api = caller(people("admin"))
    page = content(api.get("customers?sort=-custom.discount&limit=1"))
    rest = content(api.get(f"customers?sort=-custom.discount&cursor={page['next_cursor']}"))
    named = [row["name"] for row in (*page["items"], *rest["items"])]
    assert (named[:2], set(named[2:])) == (["Alpha", "Beta"], {"Gamma", "Delta"})


def test_the_api_sorts_by_fields_that_have_an_index(
    anna: Actor, people: People, rows: None, defined: dict[str, Definition]
) -> None:
    api = caller(people("admin"))
    assert "sort" in fields(api.get("customers?sort=custom.machines"))
    change_field(anna, defined["machines"], indexed=True)
    settle()
    items = content(api.get("customers?sort=-custom.machines"))["items"]
    assert [row["name"] for row in items] == ["Gamma", "Beta", "Alpha", "Delta"]
    assert "sort" in fields(api.get("contacts?sort=custom.machines"))


def test_a_wide_search_and_a_count_for_later_keep_the_order_of_an_indexed_field(
    anna: Actor, rows: None, defined: dict[str, Definition], monkeypatch: pytest.MonkeyPatch
) -> None:
    change_field(anna, defined["machines"], indexed=True)
    settle()
    monkeypatch.setattr(Listing, "is_large", True)
    asked = listing(anna, sort="-custom_machines", where=[["custom.machines", "given"]])
    assert asked.count_href
    assert [line.name for line in asked.lines] == ["Gamma", "Beta", "Alpha"]
    wide = listing(anna, sort="-custom_machines", q="a")
    monkeypatch.setattr(type(wide.search), "is_wide", True)
    assert [line.name for line in wide.lines] == ["Alpha"]


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "custom_machines"},
        {"sort": "-custom_machines"},
        {"sort": "custom_discount"},
        {"where": [["custom.discount", "in", "a"]]},
        {"where": [["custom.machines", "is", "9"]]},
    ],
)
def test_filtering_and_sorting_use_the_index(
    anna: Actor, rows: None, defined: dict[str, Definition], asked: dict[str, Any]
) -> None:
    for key in ("machines", "discount"):
        change_field(anna, defined[key], indexed=True)
    more: Any = [{"name": f"Firma {number}"} for number in range(600)]
    create_customers(anna, more)
    settle()
    plan = listing(anna, **asked).matches.all()[:51].explain()
    assert "cf_" in plan, plan
    if "sort" in asked:
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


@pytest.mark.django_db(transaction=True)
def test_indexes_follow_the_marks_and_are_put_right(
    anna: Actor, defined: dict[str, Definition]
) -> None:
    def there() -> set[str]:
        return {name for name in keytext.present(Customer) if name.startswith("cf_")}

    row = change_field(anna, defined["discount"], indexed=True)
    assert row.index_state == "waiting"
    indexing.settle()
    indexing.settle()
    row.refresh_from_db()
    assert (row.index_state, row.version) == ("ready", 2)
    made = there()
    assert f"{row.index_name}_by" in made
    assert len(made) == 2
    keytext.drop(min(made))  # as after the table was made anew
    indexing.settle()
    assert there() == made
    row = change_field(anna, row, options=GROUPS[::-1])
    indexing.settle()
    assert len(there()) == 2
    assert len(there() & made) == 1  # the order of the choices is another
    remove_field(anna, row)
    indexing.settle()
    assert there() == set()


def test_an_index_that_cannot_be_built_is_said_and_tried_again(
    anna: Actor, defined: dict[str, Definition], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = change_field(anna, defined["discount"], indexed=True)
    with monkeypatch.context() as patched:
        patched.setattr(keytext, "build", lambda *_given: None)
        indexing.settle()
    row.refresh_from_db()
    assert row.index_state == "failed"
    indexing.settle()
    row.refresh_from_db()
    assert row.index_state == "ready"


def test_a_cell_is_edited_in_the_list(anna: Actor, people: People, rows: None) -> None:
    client = browser(people)
    row = Customer.objects.get(name="Alpha")
    url = f"{row.get_absolute_url()}/cell"
    page = client.get(url, {"field": "custom.until"}).content.decode()
    assert 'value="31.12.2026"' in page
    wrong = client.post(url, {"field": "custom.until", "custom.until": "never", "version": 1})
    assert wrong.status_code == 422
    good = {"field": "custom.until", "custom.until": "1.2.2027", "version": 1}
    assert client.post(url, good).status_code == 200
    row.refresh_from_db()
    assert row.custom["until"] == "2027-02-01"
    assert row.custom["discount"] == "a"


def test_words_in_custom_fields_are_found(anna: Actor, rows: None) -> None:
    row = Customer.objects.get(name="Alpha")
    [document] = customer_documents([row.pk])
    assert "grossere baustelle" in document.text
    assert "chef@alpha.example" in document.text
    assert "4066969123" in document.text
    assert "2026" not in document.text
    asked = listing(anna, q="grossere baustelle")
    assert [line.name for line in asked.lines] == ["Alpha"]


def test_contacts_are_asked_for_their_own_fields(anna: Actor, rows: None) -> None:
    add_field(anna, CONTACT, key="hotel", type="text", names={"en": "Hotel"})
    add_contact(anna, last_name="Dupont", customer_id=None, custom={"hotel": "Krone"})
    add_contact(anna, last_name="Favre", customer_id=None)
    asked = listing(anna, tables.CONTACTS, where=[["custom.hotel", "is", "krone"]])
    assert [line.name for line in asked.lines] == ["Dupont"]
    assert listing(anna, tables.CONTACTS, where=[["custom.said", "given"]]).complaints


def test_the_api_narrows_by_custom_fields(people: People, rows: None) -> None:
    api = caller(people("admin"))
    asked = json.dumps([["custom.machines", "least", "10"]])
    names = [row["name"] for row in content(api.get(f"customers?where={asked}"))["items"]]
    assert names == ["Beta", "Gamma"]
    wrong = json.dumps([["custom.machines", "least", "many"]])
    assert "where" in fields(api.get(f"customers?where={wrong}"))


def test_a_field_that_is_not_in_use_is_nowhere_in_lists(
    anna: Actor, rows: None, defined: dict[str, Definition]
) -> None:
    change_field(anna, defined["until"], active=False)
    asked = listing(anna, where=[["custom.until", "given"]])
    assert asked.complaints
    assert "custom_until" not in {heading.name for heading in asked.headings}
    row = Customer.objects.get(name="Alpha")
    assert queries.customer_fields([row])[row.pk]["custom"]["until"] == "2026-12-31"
