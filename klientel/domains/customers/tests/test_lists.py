"""The lists: what they show, to whom, in which order, and what they make of strange addresses."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from klientel.domains.customers.actions import deleting
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer
from klientel.domains.customers.tests.costs import costs_as_recorded, counted
from klientel.domains.customers.tests.listing import browser, many, several
from klientel.foundation.access import Actor
from klientel.foundation.db import guard, keyset, limits
from klientel.foundation.ui import listing as ui_listing
from klientel.services.accounts.models import User

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
NASTY = '"><img src=x onerror=alert(1)>{{ 7|add:7 }}</script><script>alert(2)</script>'


def names(client: Client, path: str = "/customers", **query: str | list[str]) -> list[str]:
    page = client.get(f"{path}?{urlencode(query, doseq=True)}")
    assert page.status_code == 200
    return [line.name for line in page.context["listing"].lines]


def test_a_page_of_the_list_shows_name_number_segment_contact_phone_and_city(
    anna: Actor, client: Client
) -> None:
    [customer] = several(
        anna,
        {
            "name": "Grübelhuber KG",
            "segment": "dealer",
            "phones": [{"kind": "phone", "value": "030 23125 118"}],
            "addresses": [{"city": "Rosenheim", "country": "DE"}],
            "contacts": [{"last_name": "Erste"}, {"last_name": "Zweite", "primary": True}],
        },
    )
    page = client.get("/customers").content.decode()
    for text in ("Grübelhuber KG", customer.number, "Vertriebspartner", "030 23125118"):
        assert text in page
    assert f'href="{customer.get_absolute_url()}"' in page
    assert "Zweite" in page
    assert "Erste" not in page
    assert "1 Kunde<" in page


def test_lists_follow_keyset_pages_to_the_end_in_every_order(anna: Actor, client: Client) -> None:
    customers = many(anna, 120)
    for sort in ("name", "-name", "number", "-number", "city", "added", "-changed"):
        seen: list[str] = []
        cursor = ""
        for _page in range(3):
            page = client.get("/customers", {"sort": sort, "cursor": cursor})
            seen += [line.name for line in page.context["listing"].lines]
            cursor = page.context["listing"].page.next_cursor
        assert not cursor
        assert sorted(seen) == [customer.name for customer in customers]
    assert names(client, sort="name")[:2] == ["Firma 000", "Firma 001"]
    assert names(client, sort="-name")[0] == "Firma 119"
    assert names(client, sort="city")[0] == "Firma 001"


@pytest.mark.parametrize("text", ["muller", "Mueller", "MÜLLER", "mül", "berta@x.example", "23125"])
def test_search_meets_every_spelling_and_what_hangs_on_the_customer(
    anna: Actor, client: Client, text: str
) -> None:
    several(
        anna,
        {
            "name": "Müller Bau",
            "phones": [{"kind": "phone", "value": "030 23125 118"}],
            "contacts": [{"last_name": "B", "emails": [{"value": "berta@x.example"}]}],
        },
        {"name": "Ganz anders"},
    )
    assert names(client, q=text) == ["Müller Bau"]


def test_filters_narrow_together_and_with_the_search(anna: Actor, client: Client) -> None:
    several(
        anna,
        {"name": "A", "segment": "dealer", "type": "vendor", "category": "Gold"},
        {"name": "B", "segment": "rental", "type": "vendor", "active": False},
        {"name": "C", "segment": "oem"},
    )
    gold = str(Customer.objects.visible_to(anna).get(name="A").category_id)
    assert names(client, segment=["dealer", "rental"]) == ["A", "B"]
    assert names(client, type="vendor", status="active") == ["A"]
    assert names(client, status="inactive") == ["B"]
    assert names(client, category=gold) == ["A"]
    assert names(client, segment=["dealer", "rental"], q="b") == ["B"]


def at(customer: Customer, moment: datetime) -> None:
    with guard.opened():
        Customer.objects.filter(pk=customer.pk).update(created_at=moment)


def test_days_are_those_of_the_readers_zone_and_both_ends_are_within(
    anna: Actor, client: Client, people: People
) -> None:
    person = people("admin")
    person.time_zone = "America/New_York"
    person.save()
    first, second, third = several(anna, {"name": "A"}, {"name": "B"}, {"name": "C"})
    at(first, datetime(2026, 3, 1, 4, 59, tzinfo=UTC))  # still February in New York
    at(second, datetime(2026, 3, 1, 5, 0, tzinfo=UTC))
    at(third, datetime(2026, 3, 31, 3, 59, tzinfo=UTC))  # the evening of the thirtieth
    assert names(client, added_from="1.3.2026", added_to="30.03.2026") == ["B", "C"]
    assert names(client, added_from="2026-03-02") == ["C"]
    assert names(client, added_to="28 février 2026") == ["A"]
    assert names(client, added_from="1 March 2026", added_to="1. März 2026") == ["B"]


@pytest.mark.parametrize(
    "query",
    [
        {"added_from": "vorgestern"},
        {"added_from": "31.02.2026"},
        {"added_from": "0001-01-01", "added_to": "9999-12-31"},
        {"added_from": "2.1.2026", "added_to": "1.1.2026"},
        {"segment": "bau", "type": "x", "category": "99999999999999999999", "status": "?"},
        {"category": "\x00"},
        {"q": "x" * 10_000},
        {"q": "\x00"},
        {"q": "%_\\'\""},
        {"sort": "note"},
        {"sort": "--name"},
        {"cursor": "quatsch"},
        {"cursor": "W10"},
        {"cursor": "x" * 5_000, "sort": "city"},
    ],
)
def test_what_cannot_be_read_is_named_and_never_an_error(
    anna: Actor, client: Client, query: dict[str, str]
) -> None:
    several(anna, {"name": "A"})
    for path in ("/customers", "/contacts"):
        assert client.get(path, query).status_code == 200
        assert client.get(path, query, headers={"hx-request": "true"}).status_code == 200
    page = client.get("/customers", {"added_from": "vorgestern"}).content.decode()
    assert "„vorgestern“ ist kein Tag." in page


def test_a_cursor_of_another_order_begins_at_the_front(anna: Actor, client: Client) -> None:
    many(anna, 60)
    cursor = client.get("/customers").context["listing"].page.next_cursor
    assert names(client, sort="-name", cursor=cursor)[0] == "Firma 059"


def test_deleted_rows_are_not_listed(anna: Actor, client: Client) -> None:
    gone, _kept = several(anna, {"name": "Weg"}, {"name": "Da", "contacts": [{"last_name": "X"}]})
    deleting.delete_customers(anna, [gone])
    assert names(client) == ["Da"]
    assert names(client, "/contacts") == ["X"]


def test_contacts_are_found_by_customer_or_none(anna: Actor, client: Client) -> None:
    many(anna, 3)
    assert len(names(client, "/contacts", customer="yes")) == 3
    assert names(client, "/contacts", customer="no") == []
    assert names(client, "/contacts", q="person 001") == ["Person 001"]
    assert "Firma 001" in client.get("/contacts").content.decode()


def test_columns_chosen_stay_and_can_be_reset(anna: Actor, client: Client) -> None:
    several(anna, {"name": "A", "emails": [{"value": "a@x.example"}]})
    chosen = {"columns": ["email", "city", "quatsch"], "next": "/customers?q=a"}
    answer = client.post("/customers/columns", chosen)
    assert (answer.status_code, answer.headers["location"]) == (303, "/customers?q=a")
    page = client.get("/customers")
    assert [each.name for each in page.context["listing"].shown] == ["name", "email", "city"]
    assert "a@x.example" in page.content.decode()
    client.post("/customers/columns", {"reset": "1", "next": "https://evil.example/"})
    shown = [each.name for each in client.get("/customers").context["listing"].shown]
    assert shown[:3] == ["name", "number", "segment"]


def test_the_button_to_create_is_only_there_for_those_who_may(
    anna: Actor, people: People, client: Client
) -> None:
    several(anna, {"name": "A"})
    assert "Kunden erstellen" in client.get("/customers").content.decode()
    assert "Importieren" in client.get("/customers").content.decode()
    for role in ("user", "technician", "billing", "read_only"):
        page = browser(people, role).get("/customers").content.decode()
        assert "Kunden erstellen" not in page
        assert "Importieren" not in page
        assert ("Exportieren" in page) == (role in {"user", "billing"})


def test_htmx_gets_the_rows_and_a_clean_address(anna: Actor, client: Client) -> None:
    several(anna, {"name": "A"})
    query = {"q": "a", "segment": "", "added_from": "", "cursor": ""}
    page = client.get("/customers", query | {"sort": "name"}, headers={"hx-request": "true"})
    assert page.headers["HX-Push-Url"] == "/customers?q=a&sort=name"
    assert "<html" not in page.content.decode()
    assert 'id="results"' in page.content.decode()


def test_names_are_shown_as_text_whatever_they_hold(anna: Actor, client: Client) -> None:
    several(
        anna,
        {"name": NASTY, "category": NASTY[:100], "contacts": [{"last_name": NASTY[:100]}]},
    )
    columns = {"columns": ["name", "category", "contact", "segment"]}
    client.post("/customers/columns", columns)
    for path in ("/customers", "/contacts", f"/customers?{urlencode({'q': NASTY})}"):
        page = client.get(path).content.decode()
        assert "<img src=x" not in page
        assert "alert(2)</script>" not in page
        assert "14" not in re.sub(r"[\w.-]*\d[\w.-]*", "", page)


def test_an_empty_list_explains_itself_and_one_without_hits_offers_to_clear(
    client: Client, anna: Actor
) -> None:
    assert "Noch keine Kunden" in client.get("/customers").content.decode()
    assert "Noch keine Kontakte" in client.get("/contacts").content.decode()
    several(anna, {"name": "A"})
    assert "Keine Treffer" in client.get("/customers", {"q": "zzz"}).content.decode()


def test_a_list_that_takes_too_long_says_so(
    anna: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(anna, {"name": "A"})

    def give_up(*_args: object, **_options: object) -> None:
        raise limits.TooSlow

    monkeypatch.setattr(keyset, "page", give_up)
    page = client.get("/customers", {"q": "a"}).content.decode()
    assert "Das dauerte länger als zwei Sekunden" in page


def test_counts_beyond_the_cap_are_not_counted(
    anna: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(anna, 12)
    monkeypatch.setattr(ui_listing, "COUNT_CAP", 10)
    monkeypatch.setattr(keyset, "capped_count", lambda *_args: 11)
    assert "über 10 Kunden" in client.get("/customers").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/customers",
        "/customers?segment=other",
        "/customers?q=firma",
        "/contacts",
        "/contacts?q=per",
    ],
)
def test_a_page_costs_the_same_with_one_row_and_with_many(
    anna: Actor, client: Client, path: str
) -> None:
    many(anna, 1)
    client.get(path)
    one = counted(client, path)
    several(
        anna,
        *(NewCustomer(name=f"Firma {n}", contacts=[{"last_name": "Person"}]) for n in range(24)),
    )
    many_rows = counted(client, path)
    costs_as_recorded(path, one, many_rows)
    assert many_rows <= 8


@pytest.mark.parametrize("view", ["?customer=no", "?primary=yes", "?q=nichts"])
def test_where_nobody_is_yet_no_filter_is_said_to_hide_them(
    anna: Actor, people: Callable[[str], User], view: str
) -> None:
    client = browser(people)
    bare = client.get(f"/contacts{view}").content.decode()
    assert "Noch keine Kontakte" in bare
    assert "Keine Treffer" not in bare
    several(anna, NewCustomer(name="Nordbau", contacts=[{"last_name": "Arp", "active": False}]))
    assert "Keine Treffer" in client.get("/contacts?q=nichts").content.decode()
