"""Old addresses, numbers and references of merged records: pages, API and files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.actions import customers
from klientel.domains.customers.actions.uniting.merge import merge_contacts, merge_customers
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tests.listing import browser
from klientel.domains.customers.tests.pages import filled, text_of
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User
from klientel.services.transfer.tests.conftest import Bring, bring
from tests.api import Caller, caller, content, fields

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
__all__ = ["bring"]


@pytest.fixture
def pair(anna: Actor) -> tuple[Customer, Customer]:
    """The second was merged into the first."""
    one = customers.create_customer(anna, name="Huber AG", contacts=[{"last_name": "Favre"}])
    other = customers.create_customer(
        anna,
        name="Huber GmbH",
        number="H-77",
        external_source="ERP",
        external_id="4711",
        contacts=[{"last_name": "Moser"}],
    )
    merge_customers(anna, one, [other], chosen={"external_id": one.pk})
    return one, other


@pytest.fixture
def api(people: People) -> Caller:
    return caller(people("admin"))


@pytest.mark.parametrize("page", ["detail", "contacts", "files", "subsidiaries", "edit", "access"])
def test_every_page_of_the_merged_one_leads_to_that_of_the_winner(
    client: Client, pair: tuple[Customer, Customer], page: str
) -> None:
    one, other = pair
    answer = client.get(reverse(f"customers:{page}", args=[other.pk]), {"show": "notes"})
    assert answer.status_code == 303
    assert answer["Location"] == reverse(f"customers:{page}", args=[one.pk]) + "?show=notes"
    assert "Huber GmbH wurde mit Huber AG zusammengeführt." in text_of(
        client.get(one.get_absolute_url())
    )


def test_what_is_typed_about_a_merged_record_is_not_saved_and_said_so(
    client: Client, anna: Actor
) -> None:
    one, other = (customers.create_customer(anna, name=name) for name in ("Huber AG", "Huber"))
    form = reverse("customers:edit", args=[other.pk])
    data = filled(client.get(form), name="Anders")
    merge_customers(anna, one, [other])
    answer = client.post(form, data, follow=True)
    assert answer.redirect_chain == [(one.get_absolute_url(), 303)]
    assert "Gespeichert wurde nichts." in text_of(answer)


def test_the_api_answers_an_old_id_with_the_new_address(
    api: Caller, pair: tuple[Customer, Customer]
) -> None:
    one, other = pair
    answer = api.get(f"customers/{other.pk}")
    assert answer.status_code == 308
    assert answer["Location"] == f"/api/v1/customers/{one.pk}"
    assert answer["Cache-Control"] == "no-store"
    assert content(api.get(answer["Location"]))["name"] == "Huber AG"
    listed = api.get(f"customers/{other.pk}/contacts?sort=name")
    assert listed["Location"] == f"/api/v1/customers/{one.pk}/contacts?sort=name"
    assert api.patch(f"customers/{other.pk}", {"language": "fr"}).status_code == 308
    assert api.delete(f"customers/{other.pk}").status_code == 404


def test_of_contacts_as_well(client: Client, api: Caller, anna: Actor) -> None:
    customers.create_customer(
        anna, name="Huber AG", contacts=[{"last_name": "Favre"}, {"last_name": "Fabre"}]
    )
    favre, fabre = (Contact.objects.get(last_name=name) for name in ("Favre", "Fabre"))
    merge_contacts(anna, favre, [fabre])
    assert client.get(fabre.get_absolute_url())["Location"] == favre.get_absolute_url()
    assert api.get(f"contacts/{fabre.pk}")["Location"] == f"/api/v1/contacts/{favre.pk}"


def test_nobody_learns_where_a_record_went_that_they_do_not_see(
    anna: Actor, people: People, pair: tuple[Customer, Customer]
) -> None:
    _one, other = pair
    RoleSight.objects.create(role=Role.USER, sight=Sight.MINE)
    assert browser(people, "user").get(other.get_absolute_url()).status_code == 404
    assert caller(people("user")).get(f"customers/{other.pk}").status_code == 404


def test_who_sees_their_own_alone_reads_the_merge_and_takes_it_back(
    anna: Actor, people: People
) -> None:
    RoleSight.objects.create(role=Role.FLEET_ADMIN, sight=Sight.MINE)
    farid = people("fleet_admin")
    mine = [
        customers.create_customer(anna, name=name, account_manager=farid.email)
        for name in ("Huber AG", "Huber GmbH")
    ]
    strange = customers.create_customer(anna, name="Huber SA")
    client = browser(people, "fleet_admin")
    ids = [each.pk for each in (*mine, strange)]
    page = client.get(reverse("customers:merge"), {"ids": ids})
    assert "Huber SA" not in text_of(page)
    actor = actors.from_user(farid).via("web", "merge")
    merge_customers(actor, mine[0], mine[1:])
    history = text_of(client.get(mine[0].get_absolute_url()))
    assert "Huber GmbH mit Huber AG zusammengeführt" in history
    client.post(reverse("journal:undo", args=["merge"]))
    assert Customer.objects.get(pk=mine[1].pk).deleted_at is None


def test_a_file_with_the_old_number_means_the_winner(
    bring: Bring, pair: tuple[Customer, Customer]
) -> None:
    one, _other = pair
    number = one.number
    run = bring("customers", "Kundennummer;Firma;Website\nH-77;Huber AG;https://huber.example\n")
    assert (run.created, run.changed, run.refused) == (0, 1, 0)
    kept = Customer.objects.get(pk=one.pk)
    assert (kept.number, kept.website) == (number, "https://huber.example")


def test_a_file_with_the_old_reference_means_the_winner(
    bring: Bring, pair: tuple[Customer, Customer], anna: Actor
) -> None:
    one, _other = pair
    file = "Externe Quelle;Externe Referenz;Firma;Sprache\nERP;4711;Huber AG;fr\n"
    run = bring("customers", file)
    assert (run.created, run.changed, run.refused) == (0, 1, 0)
    kept = Customer.objects.get(pk=one.pk)
    assert (kept.language, kept.external_id) == ("fr", "")


def test_the_search_over_everything_and_the_field_of_a_parent_know_the_old_number(
    client: Client, pair: tuple[Customer, Customer]
) -> None:
    one, _other = pair
    hits = text_of(client.get(reverse("search:page"), {"q": "H-77"}))
    assert one.get_absolute_url() in hits


def test_the_api_merges_and_takes_apart(api: Caller, anna: Actor) -> None:
    one, other = (customers.create_customer(anna, name=name) for name in ("Huber AG", "Huber"))
    sent = {"ids": [other.pk], "fields": {"name": other.pk}}
    answer = api.post(f"customers/{one.pk}/merge", sent)
    found = content(answer)
    assert (found["id"], found["name"]) == (one.pk, "Huber")
    content(api.post(f"batches/{answer['Klientel-Batch']}/undo"))
    assert content(api.get(f"customers/{other.pk}"))["name"] == "Huber"
    assert content(api.get(f"customers/{one.pk}"))["name"] == "Huber AG"


def test_the_api_names_what_cannot_be_merged(api: Caller, anna: Actor) -> None:
    one = customers.create_customer(anna, name="Huber AG", contacts=[{"last_name": "Favre"}])
    answer = api.post(f"customers/{one.pk}/merge", {"ids": [999_999], "fields": {"colour": 1}})
    assert answer.status_code == 422
    assert fields(answer) == {"ids.0", "fields.colour"}
    assert fields(api.post(f"customers/{one.pk}/merge", {"ids": [one.pk]})) == {""}
    [favre] = Contact.objects.all()
    answer = api.post(f"contacts/{favre.pk}/merge", {"ids": [999_999]})
    assert fields(answer) == {"ids.0"}
