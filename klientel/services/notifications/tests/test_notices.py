"""What ended in the background is said once, on the next page of whoever began it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from klientel.domains.customers import tasks as doubles
from klientel.domains.customers.actions import customers
from klientel.domains.customers.actions.doubles import running
from klientel.domains.customers.models.doubles import Of
from klientel.foundation.access import Actor
from klientel.foundation.lib.sentences import gettext
from klientel.services.accounts.models import User
from klientel.services.bulk import actions as bulk
from klientel.services.bulk import tasks as bulk_tasks
from klientel.services.bulk.wishes import Wish
from klientel.services.long_searches import actions as searches
from klientel.services.long_searches import tasks as search_tasks
from klientel.services.notifications import notices
from klientel.services.runs import undoing
from klientel.services.transfer import actions
from klientel.services.transfer import tasks as import_tasks
from klientel.services.transfer.tests.conftest import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(anna: Actor) -> User:
    return User.objects.get(email="anna@klientel.example")


@pytest.fixture
def client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def told(admin: User) -> list[list[Any]]:
    admin.refresh_from_db()
    return list(admin.notices)


def shown(client: Client, path: str) -> str:
    return client.get(path, headers={"Accept-Language": "de"}).content.decode()


def test_it_is_said_once_with_the_way_there(client: Client, admin: User) -> None:
    notices.tell(admin.pk, gettext("The change failed."), "/bulk/7")
    page = shown(client, "/customers")
    assert "Die Änderung ist fehlgeschlagen." in page
    assert 'href="/bulk/7"' in page
    assert "Die Änderung ist fehlgeschlagen." not in shown(client, "/customers")


def test_each_reads_it_in_their_own_language(client: Client, admin: User) -> None:
    notices.tell(admin.pk, gettext("The change failed."), "/bulk/7")
    User.objects.filter(pk=admin.pk).update(language="fr")
    assert "La modification a échoué." in shown(client, "/customers")


def test_who_looks_at_it_already_needs_no_message(client: Client, admin: User) -> None:
    notices.tell(admin.pk, gettext("The change failed."), "/contacts")
    assert "Die Änderung ist fehlgeschlagen." not in shown(client, "/contacts")
    assert told(admin) == []


def test_a_part_of_a_page_says_nothing_and_forgets_nothing(client: Client, admin: User) -> None:
    notices.tell(admin.pk, gettext("The change failed."), "/bulk/7")
    client.get("/customers", headers={"HX-Request": "true"})
    assert len(told(admin)) == 1


def test_of_many_the_last_are_said_and_nobody_hears_of_others(
    client: Client, admin: User, people: Callable[[str], User]
) -> None:
    for number in range(8):
        notices.tell(admin.pk, gettext("The change failed."), f"/bulk/{number}")
    notices.tell(admin.pk, gettext("The change failed."), "/bulk/7")
    assert [url for _text, url in told(admin)] == [f"/bulk/{number}" for number in range(3, 8)]
    other = Client()
    other.force_login(people("user"))
    assert "fehlgeschlagen" not in shown(other, "/customers")
    notices.tell(None, gettext("The change failed."), "/bulk/7")


def test_a_change_to_many_says_when_preview_change_and_undo_are_there(
    anna: Actor, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    made = customers.create_customer(anna, name="Lahn")
    run = bulk.open_run(anna, "customers", [made.pk])
    url = f"/bulk/{run.pk}"
    bulk.check(anna, run, Wish(set={"language": "fr"}))
    assert told(admin) == []
    bulk_tasks.work.call_local(run.pk)
    assert told(admin) == [[{"code": "The preview of the change is ready."}, url]]
    run.refresh_from_db()
    bulk.start(anna, run)
    bulk_tasks.work.call_local(run.pk)
    [[said, there]] = told(admin)
    assert (said["number"], there) == (1, url)
    run.refresh_from_db()
    undoing.begin(run)
    bulk_tasks.take_back.call_local(run.pk, admin.pk)
    assert told(admin) == [[{"code": "The change was undone."}, url]]


def test_what_is_done_at_once_is_not_said_again(anna: Actor, admin: User) -> None:
    made = customers.create_customer(anna, name="Lahn")
    run = bulk.open_run(anna, "customers", [made.pk])
    bulk.start(anna, run, Wish(set={"language": "fr"}))
    assert told(admin) == []


def test_an_import_says_it_and_a_failed_one_too(anna: Actor, admin: User) -> None:
    run = opened(anna, "customers", "Name\nLahn\n")
    actions.set_mapping(anna, run)
    actions.start(anna, run)
    import_tasks.work.call_local(run.pk)
    [[said, url]] = told(admin)
    assert (said["values"], url) == ({"created": 1, "changed": 0}, f"/import/runs/{run.pk}")
    broken = opened(anna, "customers", "Name\nLahn\n")
    actions.set_mapping(anna, broken)
    actions.start(anna, broken)
    broken.file.storage.delete(str(broken.file.name))
    import_tasks.work.call_local(broken.pk)
    assert told(admin)[-1][0] == {"code": "The import failed."}


def test_the_finder_and_a_long_search_say_it(anna: Actor, admin: User) -> None:
    for _each in range(2):
        customers.create_customer(anna, name="Lahn Tiefbau GmbH", vat_id="DE136695976")
    run = running.open_run(anna, Of.CUSTOMERS)
    doubles.find_doubles.call_local(run.pk)
    search = searches.begin(anna, "customers", "status=active")
    search_tasks.work.call_local(search.pk)
    found, hits = told(admin)
    assert (found[0]["number"], found[1]) == (1, "/duplicates/customers")
    assert (hits[0]["number"], hits[1]) == (2, f"/searches/{search.pk}")
