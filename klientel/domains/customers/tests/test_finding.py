"""The search over everything and the command palette: what is found, in which order, by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from klientel.domains.customers.actions import contacts, customers, deleting, tags
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Actor
from klientel.foundation.ui import commands, menu
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User
from klientel.services.search import finding
from klientel.services.search.models import Document
from tests.api import caller, content, fields

from .pages import text_of
from .reading import contact, customer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(anna: Actor) -> None:
    people: list[ContactFields] = [
        {
            "first_name": "Änne",
            "last_name": "Müller",
            "emails": [{"value": "aenne@nordbau.example"}],
            "phones": [{"value": "+41 79 123 45 67"}],
        }
    ]
    customers.create_customer(anna, name="Nordbau", vat_id="DE136695976", contacts=people)
    customers.create_customer(anna, name="Alte Müllerei", number="K-7")
    customers.create_customer(anna, name="Müller & Söhne")
    customers.create_customer(anna, name="Müller")
    customers.create_customer(anna, name="Obermüller AG")


def titles(actor: Actor, typed: str, name: str = "customers") -> list[str]:
    return [hit.title for g in finding.find(actor, typed) if g.name == name for hit in g.hits]


@pytest.mark.parametrize("typed", ["müller", "Mueller", "muller", " MÜLLER "])
def test_the_best_come_first_in_every_spelling(anna: Actor, typed: str) -> None:
    """The name itself, names that begin so, words that begin so, the rest by name."""
    expected = ["Müller", "Müller & Söhne", "Alte Müllerei", "Nordbau", "Obermüller AG"]
    assert titles(anna, typed) == expected
    assert titles(anna, typed, "contacts") == ["Änne Müller"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("K-7", "Alte Müllerei"),
        ("DE 136 695 976", "Nordbau"),
        ("136695976", "Nordbau"),
        ("AENNE@nordbau.example", "Nordbau"),
        ("aenne@nord", "Nordbau"),
        ("079 123 45 67", "Nordbau"),
        ("1234567", "Nordbau"),
        ("+41791234567", "Nordbau"),
    ],
)
def test_numbers_addresses_and_parts_of_them_are_found(anna: Actor, typed: str, first: str) -> None:
    assert titles(anna, typed)[:1] == [first]


def test_what_is_exactly_that_stands_before_what_only_contains_it(anna: Actor) -> None:
    customers.create_customer(anna, name="AAA", note="", number="Z", external_id="K-7")
    customers.create_customer(anna, name="K-7 Gerüste")
    assert titles(anna, "K-7") == ["Alte Müllerei", "K-7 Gerüste", "AAA"]


@pytest.mark.parametrize("typed", ["", "  ", "xqzxqz", "%", "\x00", "'; --", "(" * 300, "…"])
def test_nothing_is_found_for_nothing(anna: Actor, client: Client, typed: str) -> None:
    assert finding.find(anna, typed) == []
    assert client.get("/search", {"q": typed}).status_code == 200


def test_five_of_a_kind_are_shown_and_a_way_to_all(anna: Actor, client: Client) -> None:
    customers.create_customer(anna, name="Zweite Müllerei")
    [group] = [each for each in finding.find(anna, "müller") if each.name == "customers"]
    assert (len(group.hits), group.has_more) == (5, True)
    page = text_of(client.get("/search", {"q": "müller"}))
    assert "Suche nach „müller“" in page
    assert page.count("Alle anzeigen: Kunden") == 1
    listed = client.get(group.url).context["listing"]
    assert listed.q == "müller"
    assert len(listed.lines) == 6


def test_it_costs_the_same_however_many_there_are(anna: Actor) -> None:
    customers.create_customers(anna, [{"name": f"Mulde {n}"} for n in range(10)])
    finding.find(anna, "mul")
    with CaptureQueriesContext(
        connection,
    ) as few:
        finding.find(anna, "mul")
    customers.create_customers(anna, [{"name": f"Mulldeponie {n}"} for n in range(40)])
    with CaptureQueriesContext(connection) as many:
        finding.find(anna, "mul")
    assert len(few) == len(many)


@pytest.mark.parametrize("typed", ["mull", "m", "K-7", "a@b.example", "079 123 45 67", "xqz"])
def test_no_table_is_read_from_end_to_end(anna: Actor, typed: str) -> None:
    """SQLite says how it goes about; PostgreSQL reads whole any table as small as these."""
    if connection.vendor != "sqlite":
        return
    with CaptureQueriesContext(connection) as asked:
        finding.find(anna, typed)
    plans = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans += [step[3] for step in cursor.fetchall()]
    # Walked in their order, up to a limit; the list of tags is short.
    narrow = ("customer_by_name", "contact_by_name", "SCAN customers_tag")
    scans = [plan for plan in plans if plan.startswith("SCAN customers_")]
    assert [plan for plan in scans if not plan.endswith(narrow)] == []


def test_of_many_matches_only_a_few_are_read(anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klientel.services.search.backends.sqlite.MOST_IDS", 3)
    monkeypatch.setattr("klientel.services.search.backends.postgres.MOST_IDS", 3)
    customers.create_customers(anna, [{"name": f"A{n:02} Mulde"} for n in range(40)])
    customers.create_customer(anna, name="Mulde Zett")
    assert titles(anna, "mulde")[0] == "Mulde Zett"


def test_what_is_deleted_is_not_found(anna: Actor) -> None:
    deleting.delete_customers(anna, [customer("Nordbau")])
    assert titles(anna, "nordbau") == []
    assert titles(anna, "Änne", "contacts") == []
    assert titles(anna, "DE136695976") == []


def test_who_may_not_see_a_kind_finds_nothing_of_it(anna: Actor) -> None:
    blind = Actor("staff", user_id=anna.user_id, permissions=frozenset({"customers.view"}))
    assert {group.name for group in finding.find(blind, "müller")} == {"customers"}
    nobody = Actor("staff", user_id=anna.user_id, permissions=frozenset())
    assert finding.find(nobody, "müller") == []
    assert commands.matching(nobody, "kunde") == []


@pytest.mark.parametrize("typed", ["nord", "DE136695976", "079 123 45 67", "aenne@", "Müller"])
def test_who_sees_own_customers_finds_nothing_of_others(
    people: Callable[[str], User], anna: Actor, typed: str
) -> None:
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    person = people("technician")
    chiara = actors.from_user(person)
    assert finding.find(anna, typed)
    assert finding.find(chiara, typed) == []
    customers.change_customer(anna, customer("Nordbau"), account_manager=person.email)
    assert titles(chiara, typed) == ["Nordbau"]
    assert titles(chiara, "Änne", "contacts") == ["Änne Müller"]


def test_htmx_gets_the_box_below_the_field(client: Client, anna: Actor) -> None:
    part = {"HX-Request": "true"}
    html = text_of(client.get("/search", {"q": "nordbau"}, headers=part))
    assert html.lstrip().startswith('<div role="listbox"')
    assert 'hx-swap-oob="innerHTML"' in html
    assert "2 Treffer" in html
    assert "<html" not in html
    nothing = text_of(client.get("/search", {"q": "xqzxqz"}, headers=part))
    assert "listbox" not in nothing
    assert "Keine Treffer" in nothing


def test_names_are_escaped_wherever_they_are_shown(client: Client, anna: Actor) -> None:
    customers.create_customer(anna, name='<b>Nord</b> & "Süd"')
    for url in ("/search", "/palette"):
        for headers in ({}, {"HX-Request": "true"}):
            html = client.get(url, {"q": "<b>nord"}, headers=headers).content.decode()
            assert "<b>Nord" not in html


@pytest.mark.parametrize(
    ("typed", "url_name"),
    [
        ("kunden erstellen", "customers:create"),
        ("Kunden  ERST", "customers:create"),
        ("Neuer Kunde", "customers:create"),
        ("Erstellen > CRM > Firma", "customers:create"),
        ("+ Kunde hinzufügen", "customers:add"),
        ("kunde hinzufuegen", "customers:add"),
        ("“Hinzufügen”> Kunde", "contacts:person"),
        ("Hinzufügen › Kundenorganisation", "customers:organisation"),
        ("Importieren", "transfer:upload"),
        ("Einstellungen Profil", "settings:profile"),
        ("Kundenkategorien", "customer_settings:categories"),
        ("Kontakte", "contacts:list"),
    ],
)
def test_every_page_and_action_is_found_by_each_of_its_names(
    client: Client, typed: str, url_name: str
) -> None:
    client.get("/customers")
    found = client.get("/palette", {"q": typed}).context["commands"]
    assert found[0].url == reverse(url_name)


def test_the_palette_knows_everything_of_the_frame_and_nothing_twice(
    client: Client, anna: Actor
) -> None:
    known = [command.url for command in commands.commands(anna)]
    entries = [*menu.MENU.main, *menu.MENU.tools, *menu.MENU.foot, *menu.MENU.add]
    entries += [*menu.MENU.actions, *menu.MENU.sections()]
    assert {reverse(entry.url_name) for entry in entries} == set(known)
    assert len(known) == len(set(known))
    for url in known:
        assert client.get(url).status_code in {200, 302, 303}, url


def test_the_palette_offers_what_one_may_and_records_too(
    client: Client, dario: Actor, anna: Actor
) -> None:
    assert reverse("customers:create") not in [each.url for each in commands.commands(dario)]
    page = client.get("/palette", {"q": "nordbau"})
    assert "Nordbau" in text_of(page)
    assert "Seiten und Aktionen" in text_of(client.get("/palette", headers={"HX-Request": "true"}))


def test_the_api_answers_groups_of_what_its_owner_sees(people: Callable[[str], User]) -> None:
    api = caller(people("admin"))
    found = content(api.get("search?q=nordbau"))["groups"]
    assert [(each["name"], each["has_more"]) for each in found] == [
        ("customers", False),
        ("contacts", False),
    ]
    nord = customer("Nordbau")
    assert found[0]["items"][0] == {
        "id": nord.pk,
        "title": "Nordbau",
        "detail": nord.number,
        "url": nord.get_absolute_url(),
    }
    assert found[1]["items"][0]["id"] == contact("Müller").pk
    assert content(api.get("search?q=xqzxqz")) == {"groups": []}
    assert fields(api.get("search")) == {"q"}


def test_a_contact_of_an_unseen_customer_does_not_name_it(anna: Actor) -> None:
    loner = contacts.add_contact(anna, customer_id=None, last_name="Solo", position="Chef")
    [group] = finding.find(anna, "solo")
    assert [(hit.key, hit.detail) for hit in group.hits] == [(loner.pk, "Chef")]


def opened(client: Client, *pages: str) -> list[str]:
    given = {"recent": ",".join(pages)}
    answer = client.get(reverse("search:palette"), given, headers={"HX-Request": "true"})
    return [each.title for each in answer.context["before"]]


def test_the_palette_begins_with_what_one_had_last(
    client: Client, people: Callable[[str], User]
) -> None:
    client.force_login(people("admin"))
    nordbau, person = customer(name="Nordbau"), contact(name="Müller")
    pages = (
        f"/contacts/{person.pk}",
        f"/customers/{nordbau.pk}/edit",
        "/customers/new",
        "/nothing",
    )
    expected = [person.name, "Nordbau", "Kunden erstellen"]
    assert (
        opened(client, *pages, f"/customers/{nordbau.pk}", "/customers/0", "/customers/x")
        == expected
    )
    assert opened(client) == []
    typed = client.get(reverse("search:palette"), {"q": "zz", "recent": pages[0]})
    assert typed.context["before"] == []


def test_what_one_may_no_longer_see_is_not_among_the_last(
    client: Client, anna: Actor, people: Callable[[str], User]
) -> None:
    nordbau = customer(name="Nordbau")
    pages = (nordbau.get_absolute_url(), "/customers/new")
    client.force_login(people("technician"))
    assert opened(client, *pages) == ["Nordbau"]
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    assert opened(client, *pages) == []
    client.force_login(people("admin"))
    deleting.delete_customers(anna, [nordbau])
    assert opened(client, *pages) == ["Kunden erstellen"]


def test_tags_lead_to_the_lists_of_those_that_have_them(anna: Actor, client: Client) -> None:
    customers.create_customer(
        anna,
        name="Lahn",
        tags=["Messe 2026", "VIP"],
        contacts=[{"last_name": "Roux", "tags": ["VIP"]}],
    )
    [group] = [each for each in finding.find(anna, "vip") if each.name == "tags"]
    assert [hit.title for hit in group.hits] == ["VIP", "VIP"]
    for hit, name in zip(group.hits, ("Lahn", "Roux"), strict=True):
        assert [line.name for line in client.get(hit.url).context["listing"].lines] == [name]
    page = text_of(client.get("/search", {"q": "2026"}))
    assert ("Schlagwörter" in page, "Kunden mit diesem Schlagwort" in page) == (True, True)
    assert "Alle anzeigen: Schlagwörter" not in page
    assert "Kontakte mit diesem Schlagwort" not in page


def test_a_tag_is_found_by_what_it_was_called_and_no_document_is_written(anna: Actor) -> None:
    customers.create_customer(anna, name="Lahn", tags=["Bau", "Stammkunde"])
    documents = set(Document.objects.values_list("pk", "text"))
    tags.change_tag(anna, Tag.objects.get(name="Bau"), name="Tiefbau", color="blue")
    tags.merge_tags(anna, Tag.objects.get(name="Stammkunde"), Tag.objects.get(name="Tiefbau"))
    for typed in ("bau", "tief", "stammk"):
        assert titles(anna, typed, "tags") == ["Tiefbau"]
    assert set(Document.objects.values_list("pk", "text")) == documents
    tags.remove_tag(anna, Tag.objects.get(name="Tiefbau"))
    assert titles(anna, "tief", "tags") == []


def test_the_best_tags_come_first_and_only_to_who_may_see_them(
    anna: Actor, people: Callable[[str], User]
) -> None:
    names = ["Altbau", "Bau", "Bauhof", "Neuer Bau", "Hochbau", "Tiefbau", "Wegebau"]
    customers.create_customer(anna, name="Lahn", tags=names)
    assert titles(anna, "bau", "tags") == ["Bau", "Bauhof", "Neuer Bau", "Altbau", "Hochbau"]
    for permissions in (anna.permissions - {"customers.view"}, frozenset[str]()):
        assert titles(replace(anna, permissions=permissions), "bau", "tags") == []
    groups = content(caller(people("admin")).get("search?q=altbau"))["groups"]
    assert [(each["name"], each["items"][0]["title"]) for each in groups] == [("tags", "Altbau")]
