"""Tags on pages, in the API, in files, and on many at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries, tables
from klientel.domains.customers.actions import contacts, customers, tags
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Actor
from klientel.foundation.db import narrowing
from klientel.services.accounts.models import User
from klientel.services.bulk import actions as runs
from klientel.services.bulk.wishes import Wish
from klientel.services.journal.undo import undo_batch
from tests.api import caller, content, fields

from .pages import filled, text_of

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


def of(row: Customer | Contact) -> list[str]:
    if isinstance(row, Customer):
        return queries.customer_fields([row])[row.pk]["tags"]
    return queries.contact_fields([row])[row.pk]["tags"]


def company(actor: Actor, name: str, *names: str) -> Customer:
    return customers.create_customer(actor, name=name, tags=[*names])


def listed(client: Client, query: str, table: str = "customers") -> list[str]:
    page = client.get(f"/{table}?{query}")
    return [line.name for line in page.context["listing"].lines]


def test_the_form_shows_adds_and_takes_off(client: Client, customer: Customer, anna: Actor) -> None:
    customers.change_customer(anna, customer, tags=["VIP", "Bau"])
    url = reverse("customers:edit", args=[customer.pk])
    page = client.get(url)
    assert '<datalist id="tags"><option value="Bau">' in page.content.decode()
    data = {**filled(page), "tags": ["VIP"], "tags_new": "Messe; vip"}
    assert client.post(url, data).status_code == 303
    assert of(customer) == ["Messe", "VIP"]
    data = {name: value for name, value in filled(client.get(url)).items() if name != "tags"}
    assert client.post(url, data).status_code == 303
    assert of(customer) == []


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    client: Client, customer: Customer
) -> None:
    url = reverse("customers:edit", args=[customer.pk])
    page = client.post(url, {**filled(client.get(url)), "tags": ["Neu"], "tags_new": "x" * 51})
    assert page.status_code == 422
    assert "Höchstens 50 Zeichen" in text_of(page)
    assert 'value="Neu"' in page.content.decode()
    assert of(customer) == []


def test_a_contact_is_edited_and_created_with_tags(
    client: Client, customer: Customer, anna: Actor
) -> None:
    made = contacts.add_contact(anna, last_name="Roux", tags=["VIP"])
    url = f"{reverse('contacts:edit')}?ids={made.pk}"
    data = {**filled(client.get(url)), f"c{made.pk}-tags": ["VIP"], f"c{made.pk}-tags_new": "Bau"}
    assert client.post(url, data).status_code == 303
    assert of(made) == ["Bau", "VIP"]
    new = f"{reverse('contacts:create')}?customer={customer.pk}"
    data = {**filled(client.get(new)), "new0-last_name": "Favre", "new0-tags_new": "Bau"}
    assert client.post(new, data).status_code == 303
    assert of(Contact.objects.get(last_name="Favre")) == ["Bau"]


def test_a_customer_is_added_on_one_page_and_step_by_step_with_tags(client: Client) -> None:
    page = client.get(reverse("customers:add"), follow=True)
    data = {**filled(page), "name": "Lahn", "tags_new": "VIP"}
    assert client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], data)
    assert of(Customer.objects.get(name="Lahn")) == ["VIP"]
    url = reverse("customers:create") + "?key=0f0e0d0c0b0a09080706050403020102"
    first = {**filled(client.get(url), name="Ruhr"), "tags": ["VIP"], "tags_new": "Bau"}
    second = client.post(url, {**first, "go": "next"})
    carried = {"tags": ["VIP"], "tags_new": "Bau"}
    review = client.post(url, {**filled(second), **carried, "go": "next"})
    assert "Bau, VIP" in text_of(review)
    client.post(url, {**filled(review), **carried, "go": "save"})
    assert of(Customer.objects.get(name="Ruhr")) == ["Bau", "VIP"]


def test_the_page_leads_to_all_that_have_the_tag(client: Client, anna: Actor) -> None:
    made = company(anna, "Lahn", "VIP")
    person = contacts.add_contact(anna, last_name="Roux", tags=["VIP"])
    key = Tag.objects.get().pk
    page = client.get(made.get_absolute_url()).content.decode()
    assert f'href="/customers?tag={key}"' in page
    assert f'href="/contacts?tag={key}"' in client.get(person.get_absolute_url()).content.decode()
    assert listed(client, f"tag={key}") == ["Lahn"]
    assert listed(client, f"tag={key}", "contacts") == ["Roux"]


@pytest.mark.parametrize("few", [0, 5_000])
def test_lists_are_narrowed_by_tags(
    client: Client, anna: Actor, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether there are few of them or many."""
    monkeypatch.setattr(narrowing, "NAMED", few)
    company(anna, "Lahn", "VIP", "Bau")
    company(anna, "Main", "Bau")
    company(anna, "Ruhr")
    vip, bau = (Tag.objects.get(name=name).pk for name in ("VIP", "Bau"))

    def asked(*condition: object) -> list[str]:
        where = json.dumps([["tags", *map(str, condition)]])
        return listed(client, urlencode({"where": where}))

    assert listed(client, f"tag={vip}") == ["Lahn"]
    assert asked("in", vip, bau) == ["Lahn", "Main"]
    assert asked("not_in", vip) == ["Main", "Ruhr"]
    assert asked("given") == ["Lahn", "Main"]
    assert asked("empty") == ["Ruhr"]
    tags.merge_tags(anna, Tag.objects.get(pk=vip), Tag.objects.get(pk=bau))
    assert asked("in", bau) == ["Lahn", "Main"]
    tags.remove_tag(anna, Tag.objects.get(pk=bau))
    assert asked("given") == []


def test_a_tag_that_is_gone_is_named_and_left_out(client: Client, anna: Actor) -> None:
    company(anna, "Lahn")
    page = client.get("/customers?tag=999")
    assert "Schlagwort" in " ".join(page.context["listing"].complaints)
    assert listed(client, "tag=999") == ["Lahn"]


def test_tags_are_a_column(client: Client, anna: Actor) -> None:
    company(anna, "Lahn", "VIP", "Bau")
    client.post("/customers/columns", {"columns": ["name", "tags"], "next": "/customers"})
    page = client.get("/customers").content.decode()
    assert 'title="Bau, VIP"' in page
    assert "k-tag-" in page


def test_the_list_is_maintained_among_the_settings(client: Client, anna: Actor) -> None:
    company(anna, "Lahn", "VIP")
    home = reverse("customer_settings:tags")
    client.post(home, {"name": "Premium", "color": "green"})
    vip, premium = Tag.objects.get(name="VIP"), Tag.objects.get(name="Premium")
    shown = text_of(client.get(home))
    assert "1 Kunde" in shown
    assert "unbenutzt" in shown
    change = reverse("customer_settings:tag", args=[premium.pk])
    assert client.post(change, {"name": "vip", "color": "green"}).status_code == 422
    client.post(change, {"name": "Gold", "color": "blue"})
    premium.refresh_from_db()
    assert (premium.name, premium.color) == ("Gold", "blue")
    place = reverse("customer_settings:tag_place", args=[vip.pk])
    client.post(place, {"go": "up"})
    assert [tag.name for tag in Tag.objects.filter(deleted_at=None).in_order()] == ["VIP", "Gold"]
    assert client.post(place, {"go": "sideways"}).status_code == 400
    merge = reverse("customer_settings:tag_merge", args=[vip.pk])
    assert "1 Kunde" in text_of(client.get(merge))
    assert client.post(merge, {"into": ""}).status_code == 422
    client.post(merge, {"into": str(premium.pk)})
    assert of(Customer.objects.get()) == ["Gold"]
    remove = reverse("customer_settings:tag_remove", args=[premium.pk])
    assert "1 Kunde" in text_of(client.get(remove))
    client.post(remove)
    assert of(Customer.objects.get()) == []


def test_many_get_and_lose_tags_at_once_and_back(anna: Actor) -> None:
    first, second = company(anna, "Lahn", "VIP"), company(anna, "Main", "Bau")
    wish = Wish(add={"tags": ["Messe", "vip"]}, remove={"tags": ["BAU"]})
    run = runs.open_run(anna, "customers", [first.pk, second.pk])
    runs.check(anna, run, wish)
    assert (of(first), of(second)) == (["VIP"], ["Bau"])
    runs.start(anna, run)
    assert (of(first), of(second)) == (["Messe", "VIP"], ["Messe", "VIP"])
    undo_batch(anna, run.batch)
    assert (of(first), of(second)) == (["VIP"], ["Bau"])


def test_the_panel_opens_the_fields_with_the_tags_ticked(client: Client, anna: Actor) -> None:
    made = company(anna, "Lahn")
    person = contacts.add_contact(anna, last_name="Roux")
    for table, row in (("customers", made), ("contacts", person)):
        url = client.post(f"/{table}/chosen/tags", {"ids": row.pk})["Location"]
        page = client.get(url)
        assert page.context["form"].ticked == ["tags"]
        data = {"change": "tags", "how_tags": "add", "tags_new": "VIP"}
        empty = client.post(url, {"change": "tags", "how_tags": "add"})
        assert empty.status_code == 422
        run = client.post(url, data)["Location"]
        client.post(f"{run}/start")
        assert of(row) == ["VIP"]


def test_the_api_reads_writes_and_narrows_by_tags(people: People, anna: Actor) -> None:
    api = caller(people("admin"))
    made = content(api.post("customers", {"name": "Lahn", "tags": ["VIP"]}), 201)
    person = content(api.post("contacts", {"last_name": "Roux", "tags": ["Bau"]}), 201)
    assert (made["tags"], person["tags"]) == (["VIP"], ["Bau"])
    assert content(api.get("customers?tag=vip&tag=bau"))["items"][0]["name"] == "Lahn"
    assert not content(api.get("customers?tag=Bau"))["items"]
    assert content(api.get("contacts?tag=bau"))["items"][0]["last_name"] == "Roux"
    assert not content(api.get("contacts?tag=unknown"))["items"]
    changed = content(api.patch(f"contacts/{person['id']}", {"tags": ["vip"]}))
    assert changed["tags"] == ["VIP"]
    wrong = api.patch(f"customers/{made['id']}", {"tags": ["a;b"]})
    assert fields(wrong) == {"tags"}
    bulk = {"ids": [person["id"]], "add": {"tags": ["Messe"]}, "remove": {"tags": ["VIP"]}}
    content(api.post("contacts/bulk", bulk), 202)
    assert content(api.get(f"contacts/{person['id']}"))["tags"] == ["Messe"]


def test_the_api_maintains_the_list(people: People) -> None:
    api = caller(people("admin"))
    one = content(api.post("tags", {"name": "VIP", "color": "green"}), 201)
    other = content(api.post("tags", {"name": "Premium"}), 201)
    content(api.post("customers", {"name": "Lahn", "tags": ["VIP"]}), 201)
    assert content(api.get("tags?q=vip"))["items"][0]["customers"] == 1
    changed = content(api.patch(f"tags/{one['id']}", {"name": "Gold", "position": 1}))
    assert (changed["name"], changed["color"]) == ("Gold", "green")
    assert fields(api.patch(f"tags/{one['id']}", {"name": "premium"})) == {"name"}
    assert fields(api.post(f"tags/{one['id']}/merge", {"into": 999})) == {"into"}
    merged = content(api.post(f"tags/{one['id']}/merge", {"into": other["id"]}))
    assert (merged["name"], merged["customers"]) == ("Premium", 1)
    assert api.delete(f"tags/{other['id']}").status_code == 204
    assert not content(api.get("tags"))["items"]
    assert caller(people("user")).post("tags", {"name": "VIP"}).status_code == 403


def test_an_export_of_the_list_has_the_words(anna: Actor) -> None:
    made = company(anna, "Lahn", "VIP")
    [line] = tables.CUSTOMERS.lines([made], frozenset({"tags"}))
    assert line.cells["tags"].text == "VIP"
