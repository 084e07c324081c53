"""Lists of very many rows: other ways to the same pages, and the number by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from klientel.domains.customers import totals
from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer, customer
from klientel.foundation.access import Actor
from klientel.foundation.db import guard, narrowing
from klientel.foundation.lib import clock
from klientel.foundation.ui import cutting
from klientel.foundation.ui import listing as ui_listing
from klientel.services.accounts import actors, teams
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User
from klientel.services.search import index
from klientel.services.search.backends import engine

from .listing import many, several

pytestmark = pytest.mark.django_db


def test_a_page_of_hits_is_the_same_wherever_they_are_found(
    client: Client, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among the next rows, among the next names, or among all of them."""
    own = engine(connection)
    for module in (index, own):  # many names begin alike
        monkeypatch.setattr(module, "BEGINNING", 7, raising=False)
    many(anna, 60)
    several(anna, *(NewCustomer(name=f"Zebra {n}") for n in range(3)))

    def pages(q: str, sort: str) -> list[str]:
        first: Any = client.get("/customers", {"q": q, "sort": sort})
        listing = first.context["listing"]
        names = [line.name for line in listing.lines]
        if listing.next_href:
            rest: Any = client.get(f"/customers{listing.next_href}")
            names += [line.name for line in rest.context["listing"].lines]
        return names

    asked = [(q, sort) for q in ("firma", "zebra", "firma 05") for sort in ("name", "-name")]
    known = {each: pages(*each) for each in asked}
    assert [len(found) for found in known.values()] == [60, 60, 3, 3, 10, 10]
    monkeypatch.setattr(own, "MOST_IDS", 0)
    ways: list[tuple[int, int, Sequence[int]]]
    ways = [(near, 300, (40_000,)) for near in (0, 1, 55, 1_000)]
    ways += [(0, 10, (7, 20)), (0, 51, (1, 52)), (0, 55, (20,)), (0, 70, (52, 61))]
    for near, ahead, stretches in ways:
        monkeypatch.setattr(own, "NEAR", near)
        monkeypatch.setattr(cutting, "AHEAD", ahead)
        monkeypatch.setattr(own, "STRETCHES", stretches, raising=False)
        assert {each: pages(*each) for each in asked} == known


def test_the_number_of_a_very_long_list_is_asked_for_by_itself(
    client: Client, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(anna, 60)
    short = client.get("/customers?status=active").content.decode()
    assert 'hx-trigger="load"' not in short
    assert "60 von 60" in short
    monkeypatch.setattr(ui_listing, "COUNT_CAP", 3)
    long = client.get("/customers?status=active").content.decode()
    assert 'hx-get="?status=active&amp;count=1"' in long
    assert " von über" not in long
    assert (
        "über 3 von über 3 Kunden"
        in client.get("/customers?status=active&count=1").content.decode()
    )
    where = 'where=[["name","begins","Firma 00"]]'  # all of these stand on the page
    few = client.get(f"/customers?{where}").content.decode()
    assert 'hx-trigger="load"' not in few
    assert "über 3 von über 3 Kunden" in few
    whole = client.get("/customers").content.decode()
    assert 'hx-trigger="load"' not in whole
    assert "über 3 Kunden" in whole


def test_few_that_fit_a_period_lead(client: Client, anna: Actor) -> None:
    old, new = several(anna, NewCustomer(name="Alt"), NewCustomer(name="Neu"))
    with guard.opened():
        Customer.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=90))
    today = clock.now().date()
    for query in (
        f"added_from={today - timedelta(days=30)}",
        'where=[["added","within","30","days"]]',
    ):
        for most in (0, 1, 2, 100):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(narrowing, "MOST_OF_ALL", most)
                page: Any = client.get(f"/customers?{query}")
                assert [line.name for line in page.context["listing"].lines] == [new.name]


@pytest.fixture
def in_part(people: Any) -> Any:
    """Of a role that sees its own customers alone."""
    RoleSight.objects.create(role=Role.USER, sight=Sight.MINE)
    return people("user")


@pytest.mark.parametrize("few", [0, 100])
def test_totals_of_ones_own_are_those_one_sees(
    anna: Actor, in_part: User, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By each way in which a customer is somebody's own, and by several at once."""
    teams.create_team(anna, name="Küste", members=[in_part.pk])
    own = NewCustomer(name="Eigen", account_manager=in_part.email, team=[in_part.email])
    rows = several(
        anna, own, NewCustomer(name="Team", staff_teams=["Küste"]), NewCustomer(name="X")
    )
    for row in rows:
        add_contact(anna, customer_id=row.pk, last_name="Favre")
        add_contact(anna, customer_id=row.pk, last_name="Roux")
    monkeypatch.setattr(customer, "FEW", few)
    beat = actors.from_user(in_part)
    assert (totals.customers(beat), totals.contacts(beat)) == (2, 4)


@pytest.mark.parametrize("way", ["account_manager", "team", "staff_teams"])
def test_each_way_alone_says_that_there_are_more_than_are_counted(
    anna: Actor, in_part: User, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams.create_team(anna, name="Küste", members=[in_part.pk])
    own = {
        "account_manager": NewCustomer(account_manager=in_part.email),
        "team": NewCustomer(team=[in_part.email]),
        "staff_teams": NewCustomer(staff_teams=["Küste"]),
    }[way]
    for row in several(anna, NewCustomer(**own, name="A"), NewCustomer(**own, name="B")):
        add_contact(anna, customer_id=row.pk, last_name="Favre")
    monkeypatch.setattr(customer, "FEW", 0)
    monkeypatch.setattr(totals, "COUNT_CAP", 0)
    beat = actors.from_user(in_part)
    assert (totals.customers(beat), totals.contacts(beat)) == (1, 1)
