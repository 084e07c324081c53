"""Tools › Duplicates, on the page and through the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from klientel.domains.customers import tasks
from klientel.domains.customers.actions import contacts, customers
from klientel.domains.customers.actions.doubles import running
from klientel.domains.customers.fields import Email
from klientel.domains.customers.models import Customer, DoubleRun
from klientel.domains.customers.models.doubles import Of
from klientel.domains.customers.tests.listing import browser
from klientel.domains.customers.tests.pages import text_of
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts.models import User
from klientel.services.journal.models import Batch
from tests.api import Caller, caller, content

pytestmark = pytest.mark.django_db
PAGE = "/duplicates/customers"


@pytest.fixture
def rows(anna: Actor) -> list[Customer]:
    return [
        customers.create_customer(anna, name=name, emails=[{"value": "info@huber.example"}])
        for name in ("Huber AG", "Huber GmbH")
    ]


@pytest.fixture
def api(people: Callable[[str], User]) -> Caller:
    return caller(people("admin"))


def look(of: Of = Of.CUSTOMERS) -> None:
    running.work(running.open_run(SYSTEM, of).pk, "me")


def test_the_page_begins_a_run_and_shows_how_far_it_is(
    client: Client,
    rows: list[Customer],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks, "find_doubles", asked.append)
    assert "Noch nicht gesucht" in text_of(client.get(PAGE))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("duplicates:find_customers"))
    assert answer["Location"] == PAGE
    [run] = DoubleRun.objects.all()
    assert asked == [run.pk]
    page = text_of(client.get(PAGE))
    assert "Wird gelesen" in page
    assert 'hx-trigger="every 2s"' in page
    running.work(run.pk, "me")
    page = text_of(client.get(PAGE))
    assert 'hx-trigger="every 2s"' not in page
    assert "Sehr wahrscheinlich" in page


def test_a_group_names_its_records_with_reasons_and_leads_to_the_merge(
    client: Client, rows: list[Customer]
) -> None:
    look()
    page = text_of(client.get(PAGE))
    for row in rows:
        assert row.get_absolute_url() in page
        assert row.number in page
    assert "gleiche E-Mail-Adresse" in page
    ids = "&".join(f"ids={row.pk}" for row in rows)
    assert f'href="{reverse("customers:merge")}?{ids}"' in page
    assert "1 Gruppe" in page
    assert "Keine Gruppe passt" in text_of(client.get(PAGE, {"sure": "possible"}))
    assert "Keine Gruppe passt" in text_of(client.get(PAGE, {"reason": "vat_id"}))
    assert "1 Gruppe" in text_of(client.get(PAGE, {"sure": "nonsense", "cursor": "nonsense"}))


def test_no_duplicate_is_remembered_and_taken_back(client: Client, rows: list[Customer]) -> None:
    look()
    ids = [row.pk for row in rows]
    answer = client.post(reverse("duplicates:customers_apart"), {"ids": ids}, follow=True)
    assert "Gemerkt: Das sind keine Dubletten." in text_of(answer)
    assert "Keine Dubletten" in text_of(client.get(PAGE))
    assert "Als keine Dublette gekennzeichnet" in text_of(client.get(rows[0].get_absolute_url()))
    batch = Batch.objects.latest("at").key
    client.post(reverse("journal:undo", args=[batch]))
    assert "1 Gruppe" in text_of(client.get(PAGE))
    again = client.post(reverse("duplicates:customers_apart"), {"ids": ids[:1]}, follow=True)
    assert "Wählen Sie zwei bis 10 Datensätze." in text_of(again)


def test_of_contacts_as_well(client: Client, anna: Actor) -> None:
    for name in ("Favre", "Fabre"):
        contacts.add_contact(anna, last_name=name, emails=[{"value": "f@huber.example"}])
    look(Of.CONTACTS)
    page = text_of(client.get("/duplicates/contacts"))
    assert "Favre" in page
    assert reverse("contacts:merge") in page


def test_many_groups_come_page_by_page(client: Client, anna: Actor) -> None:
    for number in range(21):
        for form in ("AG", "GmbH"):
            mail = Email(value=f"info@firma{number}.example")
            customers.create_customer(anna, name=f"Firma {number} {form}", emails=[mail])
    look()
    first = text_of(client.get(PAGE))
    assert "21 Gruppen" in first
    link = first.split(f'href="{PAGE}?sure=')[1].split('"')[0]
    second = text_of(client.get(f"{PAGE}?sure={link}".replace("&amp;", "&")))
    assert second.count("Vergleichen und zusammenführen") == 1


def test_who_may_merge_contacts_alone_begins_with_these(people: Callable[[str], User]) -> None:
    client = browser(people, "user")
    answer = client.get(reverse("duplicates:index"))
    assert answer["Location"] == "/duplicates/contacts"
    assert client.get(PAGE).status_code == 403
    admin = browser(people)
    assert admin.get(reverse("duplicates:index"))["Location"] == PAGE
    assert 'href="/duplicates"' in text_of(admin.get("/customers"))
    assert 'href="/duplicates"' not in text_of(browser(people, "billing").get("/customers"))


def test_the_api_lists_groups_looks_anew_and_tells_apart(api: Caller, rows: list[Customer]) -> None:
    empty = content(api.get("duplicates/customers"))
    assert (empty["items"], empty["run"], empty["working"]) == ([], None, None)
    begun = content(api.post("duplicates/customers/find"), 202)
    assert begun["stage"] == "keys"
    assert content(api.get("duplicates/customers"))["working"]["stage"] == "keys"
    look()
    page = content(api.get("duplicates/customers?certainty=very"))
    [group] = page["items"]
    assert [each["id"] for each in group["records"]] == [row.pk for row in rows]
    assert group["reasons"] == ["same e-mail address", "same name"]
    assert (page["run"]["found"], page["next_cursor"]) == (1, None)
    answer = api.post("duplicates/customers/apart", {"ids": [row.pk for row in rows]})
    assert answer.status_code == 204
    assert content(api.get("duplicates/customers"))["items"] == []
    content(api.post(f"batches/{answer['Klientel-Batch']}/undo"))
    assert len(content(api.get("duplicates/customers"))["items"]) == 1
    assert content(api.get("duplicates/contacts"))["items"] == []
    assert content(api.post("duplicates/contacts/find"), 202)["total"] == 0
    assert api.post("duplicates/contacts/apart", {"ids": [1, 2]}).status_code == 422
