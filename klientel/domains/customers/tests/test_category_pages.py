"""Categories in the pages, in the API, in files."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from klientel.domains.customers import exports, queries
from klientel.domains.customers.actions import categories, customers
from klientel.domains.customers.category import Category
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from tests.api import Caller, caller, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(people: Callable[[str], User]) -> Caller:
    return caller(people("fleet_admin"))


@pytest.fixture
def huber(anna: Actor) -> Customer:
    return customers.create_customer(anna, name="Huber AG", category="Bau", subcategory="Hochbau")


def has(customer: Customer) -> tuple[str, str]:
    now = Customer.objects.get(pk=customer.pk)
    fields = queries.customer_fields([now])[now.pk]
    return fields["category"], fields["subcategory"]


def key(name: str) -> int:
    return Category.objects.get(name=name, deleted_at=None).pk


class TestSettings:
    def test_the_list_says_how_many_have_each(self, client: Client, huber: Customer) -> None:
        page = client.get("/settings/categories").content.decode()
        assert page.count("1 Kunde<") == 2
        assert f"/customers?subcategory={key('Hochbau')}" in page
        marked = re.findall(r'<a href="([^"]+)"[^>]*aria-current="page"', page)
        assert "/settings" in marked
        assert "/customers" not in marked

    def test_an_empty_list_says_how_the_first_comes(self, client: Client) -> None:
        assert "Noch keine." in client.get("/settings/categories").content.decode()

    def test_one_is_added_renamed_moved_and_refused_twice(
        self, client: Client, huber: Customer
    ) -> None:
        added = client.post("/settings/categories", {"name": "Handel", "parent": ""})
        assert added.status_code == 303
        twice = client.post("/settings/categories", {"name": "HANDEL", "parent": ""})
        assert twice.status_code == 422
        assert "„Handel“ gibt es schon." in twice.content.decode()
        part = key("Hochbau")
        sent = {"name": "Gebäude", "parent": str(key("Handel"))}
        assert client.post(f"/settings/categories/{part}", sent).status_code == 303
        assert has(huber) == ("Handel", "Gebäude")
        empty = client.post(f"/settings/categories/{part}", {**sent, "name": ""})
        assert empty.status_code == 422

    def test_one_in_use_asks_with_numbers_and_is_replaced(
        self, client: Client, anna: Actor, huber: Customer
    ) -> None:
        handel = categories.add_category(anna, "Handel")
        place = f"/settings/categories/{key('Bau')}/remove"
        asked = client.get(place, headers={"HX-Request": "true"}).content.decode()
        assert "In Gebrauch bei: 1 Kunde." in asked
        assert "Handel" in asked
        assert "Hochbau" in asked
        assert client.post(place, {}).status_code == 422
        assert client.post(place, {"replacement": "999"}).status_code == 422
        assert has(huber) == ("Bau", "Hochbau")
        done = client.post(place, {"replacement": str(handel.pk)}, follow=True)
        page = done.content.decode()
        assert "„Bau“ entfernt" in page
        assert "Rückgängig" in page
        assert has(huber) == ("Handel", "Hochbau")
        assert client.get(place).status_code == 404

    def test_one_nobody_uses_goes_without_a_question(self, client: Client, anna: Actor) -> None:
        row = categories.add_category(anna, "Handel")
        place = f"/settings/categories/{row.pk}/remove"
        assert "Kein Kunde hat sie." in client.get(place).content.decode()
        assert client.post(place).status_code == 303
        assert not Category.objects.visible_to(anna).exists()


class TestOfACustomer:
    def test_the_form_keeps_both_together(self, client: Client, huber: Customer) -> None:
        page = client.get(f"/customers/{huber.pk}/edit").content.decode()
        assert 'value="Hochbau"' in page
        sent = {"name": "Huber AG", "number": huber.number, "kind": "company", "active": "on"}
        sent |= {"version": str(huber.version), "category": "Handel", "subcategory": "Hochbau"}
        wrong = client.post(f"/customers/{huber.pk}/edit", sent)
        assert wrong.status_code == 422
        assert "„Hochbau“ ist eine Unterkategorie von „Bau“." in wrong.content.decode()
        saved = client.post(f"/customers/{huber.pk}/edit", {**sent, "subcategory": "Messe"})
        assert saved.status_code == 303
        assert has(huber) == ("Handel", "Messe")
        assert "Messe" in client.get(f"/customers/{huber.pk}").content.decode()

    def test_the_list_is_narrowed_and_shows_it(self, client: Client, huber: Customer) -> None:
        found = client.get("/customers", {"subcategory": key("Hochbau")}).content.decode()
        assert "Huber AG" in found
        assert "Bau › Hochbau" in found
        client.post("/customers/columns", {"columns": ["name", "subcategory"]})
        assert ">Hochbau<" in client.get("/customers").content.decode()

    def test_the_export_has_it(self, anna: Actor, huber: Customer) -> None:
        names = exports.columns("customers")
        [row] = exports.rows(anna, "customers", [huber.pk], is_labelled=False)
        assert dict(zip(names, row, strict=True))["subcategory"] == "Hochbau"


class TestApi:
    def test_customers_name_both_and_are_found_by_either(self, api: Caller) -> None:
        sent = {"name": "Huber", "category": "Bau", "subcategory": "Hochbau"}
        made = content(api.post("customers", sent), 201)
        assert (made["category"], made["subcategory"]) == ("Bau", "Hochbau")
        assert len(content(api.get("customers?subcategory=HOCHBAU"))["items"]) == 1
        assert content(api.get("customers?subcategory=Tiefbau"))["items"] == []
        lost = content(api.post("customers", {"name": "X", "subcategory": "Hochbau"}), 422)
        assert [error["field"] for error in lost["errors"]] == ["subcategory"]

    def test_the_lists_are_read_and_changed(self, api: Caller, huber: Customer) -> None:
        found = content(api.get("categories"))["items"]
        told = [(row["name"], row["parent_id"], row["customers"]) for row in found]
        assert told == [("Bau", None, 1), ("Hochbau", key("Bau"), 1)]
        made = content(api.post("categories", {"name": "Handel"}), 201)
        content(api.post("categories", {"name": "handel"}), 422)
        part = content(api.post("categories", {"name": "Messe", "parent_id": made["id"]}), 201)
        assert part["parent_id"] == made["id"]
        place = f"categories/{key('Hochbau')}"
        moved = content(api.patch(place, {"name": "Gebäude", "parent_id": made["id"]}))
        assert (moved["name"], moved["parent_id"]) == ("Gebäude", made["id"])
        assert has(huber) == ("Handel", "Gebäude")
        assert len(content(api.get(f"categories?parent_id={made['id']}&q=geb"))["items"]) == 1

    def test_removing_one_in_use_needs_a_replacement(self, api: Caller, huber: Customer) -> None:
        made = content(api.post("categories", {"name": "Handel"}), 201)
        place = f"categories/{key('Bau')}"
        asked = content(api.delete(place), 422)
        assert [error["field"] for error in asked["errors"]] == ["replacement"]
        content(api.delete(f"{place}?replacement=999999"), 422)
        content(api.delete(f"{place}?replacement=alle"), 422)
        done = api.delete(f"{place}?replacement={made['id']}")
        assert (done.status_code, has(huber)) == (204, ("Handel", "Hochbau"))
        content(api.post(f"batches/{done['Klientel-Batch']}/undo"), 200)
        assert has(huber) == ("Bau", "Hochbau")
        assert api.delete(f"{place}?replacement=none").status_code == 204
        assert has(huber) == ("", "")

    def test_who_only_edits_customers_may_read_them_alone(
        self, people: Callable[[str], User], huber: Customer
    ) -> None:
        beat = caller(people("user"))
        assert len(content(beat.get("categories"))["items"]) == 2
        content(beat.post("categories", {"name": "Handel"}), 403)
        content(beat.delete(f"categories/{key('Bau')}?replacement=none"), 403)
