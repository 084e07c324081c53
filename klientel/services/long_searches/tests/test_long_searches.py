"""What takes too long for a page goes on in the background, for whoever asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.actions.deleting import delete_customers
from klientel.domains.customers.board import Board
from klientel.domains.customers.models import Customer
from klientel.domains.customers.tests.listing import browser, many
from klientel.foundation.access import Actor
from klientel.foundation.db import limits
from klientel.foundation.ui import cutting
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User
from klientel.services.journal.forgetting import Words
from klientel.services.long_searches import actions, engine, forgetting, queries, tasks
from klientel.services.long_searches.models import LongHit, LongSearch, State

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
CRANE = 'where=[["note","has","Kran"]]'


class Killed(BaseException):
    """As a worker ends that is killed: nothing is caught, nothing is tidied up."""


@pytest.fixture
def client(people: People) -> Client:
    return browser(people)


@pytest.fixture
def cranes(anna: Actor) -> list[Customer]:
    names = [("Eins", "ein Kran"), ("Zwei", "kein Bagger"), ("Drei", "Kranwagen")]
    return [create_customer(anna, name=name, note=note) for name, note in names]


def shown(client: Client, search: LongSearch) -> list[str]:
    page: Any = client.get(queries.address(search))
    assert not page.context["listing"].complaints
    return [line.name for line in page.context["listing"].lines]


def done(search: LongSearch) -> LongSearch:
    tasks.work.call_local(search.pk)
    search.refresh_from_db()
    return search


def test_what_fits_is_kept_and_shown_as_a_list(
    client: Client, anna: Actor, cranes: list[Customer]
) -> None:
    search = actions.begin(anna, "customers", f"{CRANE}&sort=-added&cursor=x")
    assert (search.state, search.found) == (State.RUNNING, 0)
    assert search.asked == "where=%5B%5B%22note%22%2C%22has%22%2C%22Kran%22%5D%5D"
    assert "Kran" in search.title
    search = done(search)
    assert (search.state, search.found) == (State.DONE, 2)
    assert shown(client, search) == ["Drei", "Eins"]


def test_the_hits_can_be_narrowed_further(
    client: Client, anna: Actor, cranes: list[Customer]
) -> None:
    search = done(actions.begin(anna, "customers", CRANE))
    where = json.dumps([["found", "in", str(search.pk)], ["name", "begins", "d"]])
    page: Any = client.get("/customers", {"where": where})
    assert [line.name for line in page.context["listing"].lines] == ["Drei"]


def test_a_killed_search_is_taken_up_where_it_was(
    anna: Actor, cranes: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FIRST", 1)
    monkeypatch.setattr(engine, "SHORT", 0)  # pieces stay as small as they are
    search = actions.begin(anna, "customers", CRANE)

    def kill(at: LongSearch) -> None:
        if at.cursor >= cranes[0].pk:
            raise Killed

    with pytest.raises(Killed):
        engine.work(search.pk, "killed", kill)
    assert not engine.work(search.pk, "other")  # the first may still live
    LongSearch.objects.update(heartbeat=timezone.now() - timedelta(minutes=1))
    tasks.sweep_searches.call_local()
    search.refresh_from_db()
    assert (search.state, search.found) == (State.DONE, 2)
    assert LongHit.objects.count() == 2


def test_one_stopped_keeps_what_it_found(
    client: Client, anna: Actor, cranes: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FIRST", 1)
    monkeypatch.setattr(engine, "SHORT", 0)
    search = actions.begin(anna, "customers", CRANE)

    def stop(at: LongSearch) -> None:
        if at.cursor >= cranes[0].pk:
            actions.cancel(at)

    engine.work(search.pk, "worker", stop)
    search.refresh_from_db()
    assert (search.state, search.found) == (State.CANCELLED, 1)
    assert shown(client, search) == ["Eins"]


def test_too_many_hits_end_it(client: Client, anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST", 3)
    many(anna, 6)
    search = done(actions.begin(anna, "customers", "status=active"))
    assert search.state == State.FULL
    assert len(shown(client, search)) == search.found > 3


def test_nobody_sees_what_another_one_searched_for(
    client: Client, anna: Actor, cranes: list[Customer], people: People
) -> None:
    search = done(actions.begin(anna, "customers", CRANE))
    assert client.get(f"/searches/{search.pk}").status_code == 200
    client.force_login(people("user"))
    assert client.get(f"/searches/{search.pk}").status_code == 404
    page: Any = client.get(queries.address(search))
    assert page.context["listing"].complaints


def test_hits_that_went_out_of_sight_are_not_shown(
    client: Client, anna: Actor, cranes: list[Customer], people: People
) -> None:
    delete_customers(anna, [cranes[0]])
    search = done(actions.begin(anna, "customers", CRANE))
    assert search.found == 1
    delete_customers(anna, [cranes[2]])
    assert shown(client, search) == []


def test_it_finds_what_its_owner_sees(
    client: Client, cranes: list[Customer], people: People
) -> None:
    RoleSight.objects.create(role=Role.USER, sight=Sight.MINE)
    client.force_login(people("user"))
    data = {"kind": "customers", "asked": CRANE}
    page = client.post("/searches/new", data)
    search = done(LongSearch.objects.get(pk=page["Location"].rsplit("/", 1)[1]))
    assert (search.state, search.found) == (State.DONE, 0)


def test_the_same_question_is_asked_once(anna: Actor, cranes: list[Customer]) -> None:
    first = actions.begin(anna, "customers", CRANE)
    assert actions.begin(anna, "customers", f"sort=name&{CRANE}").pk == first.pk
    done(first)
    assert actions.begin(anna, "customers", CRANE).pk != first.pk


def test_nothing_asked_and_nothing_readable_are_refused(anna: Actor) -> None:
    for query in ("", "sort=name", 'where=[["nope","is","x"]]', "q=" + "x" * 9_000):
        with pytest.raises(ValidationError):
            actions.begin(anna, "customers", query)


def test_a_list_that_takes_too_long_offers_it(
    client: Client, anna: Actor, cranes: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_slow(*_given: object) -> None:
        raise limits.TooSlow

    monkeypatch.setattr(cutting, "page", too_slow)
    monkeypatch.setattr(Board, "_keys", too_slow)
    slow = {"where": '[["note","has","Kran"]]'}
    for path in ("/customers", "/customers/board", "/customers/organisations", "/contacts"):
        page = client.get(path, slow).content.decode()
        assert 'action="/searches/new"' in page, path
        kind = "contacts" if path == "/contacts" else "customers"
        assert f'name="kind" value="{kind}"' in page


def test_the_pages_say_how_far_it_is(client: Client, anna: Actor, cranes: list[Customer]) -> None:
    search = actions.begin(anna, "customers", CRANE)
    assert "hx-trigger" in client.get(f"/searches/{search.pk}").content.decode()
    done(search)
    page = client.get(f"/searches/{search.pk}").content.decode()
    assert queries.address(search).replace("&", "&amp;") in page
    assert search.title in client.get("/searches").content.decode().replace("&quot;", '"')
    client.post(f"/searches/{search.pk}/delete")
    assert not LongSearch.objects.exists()
    assert not LongHit.objects.exists()


def test_old_ones_go(anna: Actor, cranes: list[Customer]) -> None:
    old, new = (actions.begin(anna, "customers", f"q={word}") for word in ("kran", "bagger"))
    LongSearch.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    tasks.forget_searches.call_local()
    assert list(LongSearch.objects.all()) == [new]


def test_an_erased_person_is_in_no_search(anna: Actor, cranes: list[Customer]) -> None:
    actions.begin(anna, "contacts", "q=Zuckerbrodt")
    kept = actions.begin(anna, "contacts", "q=Meier")
    LongHit.objects.create(search=kept, key=77)
    forgetting.forget("contacts", 77, Words({"Zuckerbrodt"}, "Anonym 77"))
    assert list(LongSearch.objects.all()) == [kept]
    assert not LongHit.objects.exists()


def test_a_failure_is_told_and_ends_it(
    anna: Actor, cranes: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    search = actions.begin(anna, "customers", CRANE)

    def broken(*_given: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(engine, "_piece", broken)
    assert done(search).state == State.FAILED


def test_a_search_is_called_by_what_it_asks_in_the_language_of_the_reader(
    client: Client, anna: Actor, cranes: list[Customer]
) -> None:
    with translation.override("de"):
        search = actions.begin(anna, "customers", "segment=rental&q=Kran")
    for language, title in (
        ("de", "„Kran“ · Segment: Vermieter"),
        ("fr", "« Kran » · Segment : Loueur"),
        ("en", "“Kran” · Segment: Rental company"),
    ):
        page = client.get(f"/searches/{search.pk}", headers={"Accept-Language": language})
        assert title in page.content.decode(), language
    LongSearch.objects.update(titles={"": "Damals auf Deutsch"})
    search.refresh_from_db()
    assert (search.title, str(search)) == ("Damals auf Deutsch",) * 2
