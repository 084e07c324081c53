"""Conditions in groups: what they find, what is refused, and the form that puts them together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from klientel.domains.customers import tables
from klientel.domains.customers.actions import contacts, customers
from klientel.domains.customers.actions.notes import add_note
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.db import conditions
from klientel.foundation.db.conditions import Condition, Group, Where
from klientel.foundation.db.properties import Property, ago, span
from klientel.foundation.lib import clock
from klientel.foundation.lib.refusals import Refused
from klientel.foundation.ui.listing import Listing
from klientel.services.accounts.models import User
from klientel.services.journal.models import SecurityEvent
from tests.api import caller, content, fields

from .pages import filled, text_of

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


@pytest.fixture
def rows(anna: Actor) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=100)
    with clock.standing_at(long_ago):
        customers.create_customer(
            anna,
            name="Möller Bau",
            segment="contractor",
            vat_id="DE136695976",
            phones=[{"kind": "phone", "value": "+49 30 2312518"}],
            addresses=[{"city": "Köln", "postal_code": "50667", "country": "DE", "main": True}],
            contacts=[{"last_name": "Favre", "first_name": "Luc", "primary": True}],
        )
        customers.create_customer(anna, name="Rhône Location", segment="rental", note="Grüße AN")
    customers.create_customer(anna, name="Zürich Verleih", segment="rental", category="A")


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def listing(actor: Actor, where: object, table: Any = tables.CUSTOMERS) -> Any:
    params = QueryDict(mutable=True)
    params["where"] = where if isinstance(where, str) else json.dumps(where)
    return Listing(actor, table, params)


def found(actor: Actor, where: object, table: Any = tables.CUSTOMERS) -> list[str]:
    asked = listing(actor, where, table)
    assert not asked.complaints, asked.complaints
    return [line.name.split()[0] for line in asked.lines]


ALL = ["Möller", "Rhône", "Zürich"]


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (["name", "has", "moeller"], ["Möller"]),
        (["name", "has_not", "MOLLER"], ["Rhône", "Zürich"]),
        (["name", "begins", "rhone"], ["Rhône"]),
        (["name", "is", "zuerich verleih"], ["Zürich"]),
        (["note", "has", "grüsse an"], []),
        (["note", "has", "GRÜßE an"], ["Rhône"]),
        (["note", "empty"], ["Möller", "Zürich"]),
        (["segment", "in", "rental", "oem"], ["Rhône", "Zürich"]),
        (["segment", "not_in", "rental"], ["Möller"]),
        (["category", "given"], ["Zürich"]),
        (["category", "empty"], ["Möller", "Rhône"]),
        (["vat_id", "has", "6959"], ["Möller"]),
        (["active", "yes"], ALL),
        (["active", "no"], []),
        (["phone", "has", "030 2312"], ["Möller"]),
        (["has_phone", "no"], ["Rhône", "Zürich"]),
        (["vat_id", "is", "DE 136 695-976"], ["Möller"]),
        (["any_city", "is", "köln"], ["Möller"]),
        (["country", "in", "DE"], ["Möller"]),
        (["country", "empty"], ["Rhône", "Zürich"]),
        (["has_primary", "no"], ["Rhône", "Zürich"]),
        (["has_contacts", "yes"], ["Möller"]),
        (["contact_name", "has", "luc fav"], ["Möller"]),
        (["contact_name", "has_not", "luc"], ["Rhône", "Zürich"]),
        (["activity", "older", "90", "days"], ["Möller", "Rhône"]),
        (["activity", "within", "3", "months"], ["Zürich"]),
        (["added", "span", "today"], ["Zürich"]),
        (["manager", "empty"], []),
    ],
)
def test_a_condition_finds_what_it_says(
    rows: None, anna: Actor, condition: list[str], names: list[str]
) -> None:
    assert found(anna, [condition]) == names


def test_groups_join_conditions(rows: None, anna: Actor) -> None:
    rental, quiet = ["segment", "in", "rental"], ["activity", "older", "90", "days"]
    assert found(anna, [rental, quiet]) == ["Rhône"]
    assert found(anna, {"any": [rental, quiet]}) == ALL
    either = {"any": [["name", "has", "moller"], ["category", "given"]]}
    assert found(anna, [quiet, either]) == ["Möller"]
    both = {"all": [rental, ["category", "given"]]}
    assert found(anna, {"any": [both, ["name", "has", "möller"]]}) == ["Möller", "Zürich"]


def test_what_is_done_about_a_customer_is_its_activity(rows: None, anna: Actor) -> None:
    quiet = [["activity", "older", "90", "days"]]
    contact = Contact.objects.visible_to(SYSTEM).get()
    contacts.change_contact(anna, contact, position="Chefin")
    assert found(anna, quiet) == ["Rhône"], "a contact was changed"
    rhone = Customer.objects.visible_to(SYSTEM).get(segment="rental", category=None)
    add_note(anna, rhone, text="Angerufen")
    assert found(anna, quiet) == []


def test_a_new_contact_is_an_activity_of_its_customer(rows: None, anna: Actor) -> None:
    rhone = Customer.objects.visible_to(SYSTEM).get(name="Rhône Location")
    contacts.add_contact(anna, customer_id=rhone.pk, last_name="Blanc")
    assert found(anna, [["activity", "older", "90", "days"]]) == ["Möller"]
    assert Customer.objects.visible_to(SYSTEM).get(pk=rhone.pk).version == rhone.version


def values_for(asked: Property, actor: Actor, operator: str) -> list[str]:
    kinds = {"text": ["a1"], "day": ["1.2.2026"], "days": ["1.2.2026", "2026-03-01"]}
    kinds |= {"ago": ["5", "weeks"], "span": ["last_quarter"], "": []}
    if asked.input(operator) == "many":
        return [code for code, _label in asked.options(actor)][:2]
    return kinds[asked.input(operator)]


@pytest.mark.parametrize("table", [tables.CUSTOMERS, tables.CONTACTS], ids=lambda t: str(t.name))
def test_every_property_can_be_asked_with_every_operator(
    rows: None, anna: Actor, people: People, table: Any
) -> None:
    """By who sees all and by who sees their own, and both ways together find every row."""
    own = replace(anna, scope="mine", user_id=people("technician").pk)
    for asked in table.properties:
        for operator in asked.operators:
            values = values_for(asked, anna, operator)
            if asked.input(operator) and not values:
                continue  # nobody made a team to choose
            where = [[asked.name, operator, *values]]
            assert not listing(anna, where, table).complaints, where
            count = len(listing(anna, where, table).lines)
            assert listing(own, where, table).lines == [], where
            opposite = {"has": "has_not", "is": "is_not", "in": "not_in", "yes": "no"}
            if operator in opposite and opposite[operator] in asked.operators:
                turned = [[asked.name, opposite[operator], *values]]
                everything = 3 if table is tables.CUSTOMERS else 1
                assert count + len(listing(anna, turned, table).lines) == everything, where


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("{", "The conditions in the address cannot be read."),
        ("[" * 3000, "The conditions in the address cannot be read."),
        ('{"none":[]}', "The conditions in the address cannot be read."),
        ([["name", 7]], "The conditions in the address cannot be read."),
        ([["name", "has", "x" * 201]], "The conditions in the address cannot be read."),
        ([["name", "has", "a"]] * 21, "At most 20 conditions."),
        ([["salary", "has", "a"]], "The list has no field “salary”."),
        ([["name", "smells", "a"]], "Name: “smells” cannot be asked here."),
        ([["name", "has", " "]], "Name: A value is missing."),
        ([["added", "on", "soon"]], "Added: “soon” is no day. Write it as 31.12.2026."),
        (
            [["added", "between", "2.2.2026", "1.2.2026"]],
            "Added: The second day is before the first.",
        ),
        ([["segment", "in", "secret"]], "Segment: “secret” cannot be used as a value here."),
        (
            [["activity", "older", "9999", "years"]],
            "Last activity: “9999 years” cannot be used as a value here.",
        ),
        ([["name", "has", "\u0000"]], "Name: A value is missing."),
    ],
)
def test_what_cannot_be_asked_is_named_and_the_rest_holds(
    rows: None, anna: Actor, english: None, where: object, sentence: str
) -> None:
    asked = listing(anna, where)
    assert asked.complaints[0] == sentence
    assert [line.name.split()[0] for line in asked.lines] == ALL
    if isinstance(where, list) and len(where) == 1:
        kept = listing(anna, [*where, ["segment", "in", "rental"]])
        if "read" not in sentence:
            assert [line.name.split()[0] for line in kept.lines] == ["Rhône", "Zürich"]


def test_what_one_may_not_see_cannot_be_asked(rows: None, anna: Actor, english: None) -> None:
    blind = replace(anna, permissions=anna.permissions - {"contacts.view"})
    asked = listing(blind, [["contact_name", "has", "luc"]])
    assert asked.complaints == ["The list has no field “contact_name”."]
    assert len(asked.lines) == 3


def test_a_chip_takes_one_condition_away(rows: None, anna: Actor, english: None) -> None:
    asked = listing(anna, [["name", "has", "rh"], ["segment", "in", "rental", "oem"]])
    first, second = asked.chips
    assert (first.label, first.value) == ("Name", "contains rh")
    assert second.value == "is one of Rental company or Manufacturer (OEM)"
    left = QueryDict(first.query)["where"]
    assert conditions.read(left).groups[0].conditions == (
        Condition("segment", "in", ("rental", "oem")),
    )
    assert "where" not in QueryDict(listing(anna, left).chips[0].query)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (["added", "within", "90", "days"], "liegt in den letzten 90 Tagen"),
        (["added", "older", "90", "days"], "liegt länger zurück als 90 Tage"),
        (["added", "on", "2026-03-01"], "ist am 01.03.2026"),
        (["added", "between", "2026-03-01", "1.4.26"], "liegt zwischen 01.03.2026 und 01.04.2026"),
    ],
)
def test_a_chip_says_days_as_its_reader_writes_them(
    anna: Actor, condition: list[str], said: str
) -> None:
    with translation.override("de"):
        [chip] = listing(anna, [condition]).chips
        assert chip.value == said


def test_a_chip_takes_a_group_away_where_conditions_hang_together(
    rows: None, anna: Actor, english: None
) -> None:
    either = {"any": [["name", "has", "rh"], ["name", "has", "ko"]]}
    asked = listing(anna, [["active", "yes"], either])
    assert [chip.label for chip in asked.chips] == ["Active", "Any of"]
    assert asked.chips[1].value == "Name contains rh; Name contains ko"
    assert QueryDict(asked.chips[1].query)["where"] == '[["active","yes"]]'


def test_what_is_written_reads_the_same() -> None:
    where = Where(
        "any",
        (
            Group("all", (Condition("a", "is", ("ö",)), Condition("b", "yes"))),
            Group("any", (Condition("c", "in", ("1", "2")),)),
        ),
    )
    assert conditions.read(conditions.dump(where)) == where


def test_periods_are_whole_and_months_end_where_they_end() -> None:
    day = date(2026, 3, 31)
    assert ago(day, "1", "months") == date(2026, 2, 28)
    assert ago(day, "2", "weeks") == date(2026, 3, 17)
    assert ago(date(2024, 2, 29), "1", "years") == date(2023, 2, 28)
    assert span(day, "last_quarter") == (date(2025, 10, 1), date(2025, 12, 31))
    assert span(day, "quarter") == (date(2026, 1, 1), date(2026, 3, 31))
    assert span(day, "last_month") == (date(2026, 2, 1), date(2026, 2, 28))
    assert span(date(2026, 11, 22), "week") == (date(2026, 11, 16), date(2026, 11, 22))
    assert span(day, "last_year") == (date(2025, 1, 1), date(2025, 12, 31))
    with pytest.raises(Refused):
        ago(day, "9999", "years")


def test_longer_ago_begins_the_day_before(anna: Actor) -> None:
    for days in (89, 90, 91):
        with clock.standing_at(clock.now() - timedelta(days=days)):
            customers.create_customer(anna, name=f"Vor{days}")
    assert found(anna, [["added", "older", "90", "days"]]) == ["Vor91"]
    assert found(anna, [["added", "within", "90", "days"]]) == ["Vor89", "Vor90"]


def test_days_are_those_of_the_reader(anna: Actor) -> None:
    with clock.standing_at(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)):
        customers.create_customer(anna, name="Spät")
    asked = [["added", "on", "2.3.2026"]]
    with timezone.override("Europe/Berlin"):
        assert found(anna, asked) == ["Spät"]
    with timezone.override("UTC"):
        assert found(anna, asked) == []


class TestForm:
    URL = "/customers/conditions"

    def test_it_is_filled_with_what_holds(self, client: Client, rows: None) -> None:
        where = json.dumps([["segment", "in", "rental"], ["activity", "older", "90", "days"]])
        page = client.get(self.URL, {"where": where, "q": "bau", "sort": "city"}).content.decode()
        assert 'value="q=bau&amp;sort=city"' in page
        assert 'name="0-0-value" value="rental"' in page
        assert 'name="0-1-value" id="condition-0-1-value" value="90"' in page

    def test_choosing_adding_and_removing_keep_what_was_typed(self, client: Client) -> None:
        data = {"0-0-field": "city", "0-0-operator": "has", "0-0-value": "Köln"}
        data["0-0-was"] = "city.has"
        page = client.post(self.URL, {**data, "go": "add-0"}).content.decode()
        assert 'value="Köln"' in page
        assert 'name="0-1-field"' in page
        page = client.post(self.URL, {**data, "0-0-operator": "begins"}).content.decode()
        assert 'value="Köln"' in page, "another operator of the same kind"
        page = client.post(self.URL, {**data, "0-0-field": "name"}).content.decode()
        assert 'value="Köln"' not in page, "typed for another field"
        page = client.post(self.URL, {**data, "go": "group"}).content.decode()
        assert 'name="1-match"' in page
        page = client.post(self.URL, {**data, "go": "drop-0-0"}).content.decode()
        assert 'value="Köln"' not in page

    def test_applying_leads_back_to_the_list(self, client: Client, rows: None) -> None:
        data: dict[str, Any] = {
            "0-match": "any",
            "0-0-field": "segment",
            "0-0-operator": "in",
            "0-0-was": "segment.in",
            "0-0-value": ["contractor", "rental"],
            "1-0-field": "category",
            "1-0-operator": "empty",
            "1-0-was": "category.empty",
            "query": "q=mo&cursor=abc",
            "at": "tree",
            "go": "apply",
        }
        answer = client.post(self.URL, data)
        url = str(answer["Location"])
        assert url.startswith("/customers/organisations?q=mo&where=")
        page = client.get(url)
        assert "Möller Bau" in text_of(page)
        assert "Zürich" not in text_of(page)

    def test_what_is_wrong_is_said_beside_it(self, client: Client) -> None:
        data = {"0-0-field": "added", "0-0-operator": "on", "0-0-was": "added.on"}
        answer = client.post(self.URL, {**data, "0-0-value": "bald", "go": "apply"})
        assert answer.status_code == 422
        assert "„bald“ ist kein Tag" in text_of(answer)
        assert 'value="bald"' in answer.content.decode()

    def test_a_hostile_form_is_a_form(self, client: Client) -> None:
        data = {f"{g}-{c}-field": "name" for g in range(12) for c in range(12)}
        data |= {"0-0-operator": "<b>", "99-99-field": "x", "match": "both", "go": "add-77"}
        data["query"] = "where=%5B&cursor=x"
        assert client.post(self.URL, data).status_code == 200
        assert client.post(self.URL, {**data, "go": "apply"}).status_code == 422


def test_the_api_asks_the_same(people: People, rows: None) -> None:
    api = caller(people("admin"))
    where = quote('[["has_primary","no"],["activity","older","90","days"]]')
    page = content(api.get(f"/api/v1/customers?where={where}"))
    assert [row["name"] for row in page["items"]] == ["Rhône Location"]
    where = quote('[["customer_city","is","koln"]]')
    page = content(api.get(f"/api/v1/contacts?where={where}"))
    assert [row["last_name"] for row in page["items"]] == ["Favre"]
    wrong = api.get(f"/api/v1/customers?where={quote('[[1]]')}")
    assert fields(wrong) == {"where"}


def test_an_export_has_what_the_conditions_find(client: Client, rows: None) -> None:
    query = urlencode({"where": '[["has_primary","yes"]]'})
    data = {"query": query, "format": "csv", "fields": "view"}
    answer = client.post("/customers/export", data)
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Möller Bau" in lines[1]
    event = SecurityEvent.objects.filter(kind="transfer.export").latest("pk")
    assert "has_primary" in json.dumps(event.data)


def test_conditions_cost_no_query_of_their_own(
    client: Client, rows: None, django_assert_max_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as plain:
        client.get("/customers?status=active")
    with django_assert_max_num_queries(len(plain)):
        client.get("/customers", {"where": '[["has_primary","no"]]'})


def test_the_contacts_of_a_customer_are_asked_with_conditions_as_well(
    client: Client, anna: Actor
) -> None:
    row = customers.create_customer(anna, name="Nord")
    contacts.add_contact(anna, customer_id=row.pk, last_name="Arp", note="Kranführer")
    contacts.add_contact(anna, customer_id=row.pk, last_name="Boje")
    page = text_of(client.get(f"/customers/{row.pk}/contacts"))
    assert f"/contacts/conditions?at={row.pk}" in page
    where = '[["note","has","kran"]]'
    found = text_of(client.get(f"/customers/{row.pk}/contacts", {"where": where}))
    assert ("Arp" in found, "Boje" in found) == (True, False)
    asked = client.get("/contacts/conditions", {"at": str(row.pk), "where": where})
    answer = client.post("/contacts/conditions", {**filled(asked), "go": "apply"})
    assert answer["Location"].startswith(f"/customers/{row.pk}/contacts?where=")
    assert client.get("/contacts/conditions", {"at": 987_654}).status_code == 404
