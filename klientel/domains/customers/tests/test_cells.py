"""Editing in the list: one field of one row, checked and written as on the page of the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from klientel.domains.customers import queries, tables
from klientel.domains.customers.actions import categories, customers, deleting
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tests.costs import costs_as_recorded, counted
from klientel.domains.customers.tests.listing import browser, many, several
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.models import Batch

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


def opened(client: Client, row: Customer | Contact, field: str) -> Any:
    return client.get(f"{row.get_absolute_url()}/cell", {"field": field})


def saved(client: Client, row: Customer | Contact, field: str, value: str, **given: Any) -> Any:
    data = {"field": field, field: value, "version": str(row.version), **given}
    return client.post(f"{row.get_absolute_url()}/cell", data)


def fields_of(row: Customer) -> Any:
    return queries.customer_fields([Customer.objects.get(pk=row.pk)])[row.pk]


def test_a_cell_opens_with_what_is_there_now(anna: Actor, client: Client) -> None:
    [row] = several(anna, {"name": "Huber <AG>", "segment": "rental"})
    page = opened(client, row, "segment").content.decode()
    assert '<option value="rental" selected>' in page
    assert "Segment: Huber &lt;AG&gt;. Eingabe speichert" in page
    assert f'data-version="{row.version}"' in page
    assert "<html" not in page


def test_every_editable_column_is_saved_and_answers_its_row(
    anna: Actor, people: People, client: Client
) -> None:
    beat = people("user")
    categories.add_category(anna, "Gold")
    [row] = several(anna, {"name": "Huber"})
    wanted = {
        "name": "Huber AG",
        "number": "H-1",
        "segment": "rental",
        "type": "prospect",
        "category": "Gold",
        "subcategory": "Nord",
        "vat_id": "DE136695976",
        "account_manager": beat.email,
        "active": "no",
    }
    assert wanted.keys() == {column.edits for column in tables.CUSTOMERS.columns} - {""}
    for field, value in wanted.items():
        row = Customer.objects.get(pk=row.pk)
        answer = saved(client, row, field, value)
        assert answer.status_code == 200, field
        page = answer.content.decode()
        assert page.strip().startswith("<tr")
        assert f"{fields_of(row)['name']} geändert" in page
        assert fields_of(row)[field] == (value if field != "active" else False)
    batches = Batch.objects.count()
    row = Customer.objects.get(pk=row.pk)
    assert "geändert" not in saved(client, row, "name", " Huber AG ").content.decode()
    assert Batch.objects.count() == batches


def test_contacts_are_edited_too(anna: Actor, client: Client) -> None:
    many(anna, 1)
    row = Contact.objects.visible_to(anna).get()
    wanted = {"position": "Leitung", "language": "fr", "receives_notifications": "no"}
    wanted |= {"portal_access": "yes"}
    assert {*wanted, "active", ""} == {column.edits for column in tables.CONTACTS.columns}
    for field, value in wanted.items():
        row.refresh_from_db()
        assert saved(client, row, field, value).status_code == 200
    row.refresh_from_db()
    told = (row.position, row.language, row.receives_notifications, row.portal_access)
    assert told == ("Leitung", "fr", False, True)
    answer = saved(client, row, "active", "no")
    assert answer.status_code == 422
    assert "mit einem Nachfolger" in answer.content.decode()
    assert Contact.objects.get(pk=row.pk).active


def test_its_act_can_be_undone(anna: Actor, client: Client) -> None:
    [row] = several(anna, {"name": "Huber"})
    answer = saved(client, row, "segment", "rental").content.decode()
    batch = Batch.objects.latest("at")
    assert f'action="/batches/{batch.key}/undo"' in answer
    assert 'hx-swap-oob="beforeend"' in answer
    client.post(f"/batches/{batch.key}/undo")
    assert fields_of(row)["segment"] == "other"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "geben Sie einen Namen ein."),
        ("number", "", "geben Sie eine Nummer ein."),
        ("vat_id", "DE123456789", "kann keine USt-IdNr. sein"),
        ("segment", "nichts", "nichts"),
        ("account_manager", "nobody@klientel.example", "nobody@klientel.example"),
        ("name", "x" * 201, "Höchstens 200"),
    ],
)
def test_what_is_wrong_is_said_in_the_cell(
    anna: Actor, client: Client, field: str, value: str, sentence: str
) -> None:
    [row] = several(anna, {"name": "Huber"})
    answer = saved(client, row, field, value)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#cell-editor")
    page = answer.content.decode()
    assert sentence in page
    assert "data-is-refused" in page
    assert 'aria-invalid="true"' in page
    assert fields_of(row)["name"] == "Huber"


def test_somebody_elses_value_is_named_before_it_goes(anna: Actor, client: Client) -> None:
    [row] = several(anna, {"name": "Huber"})
    customers.change_customer(anna, row, segment="dealer", language="fr")
    answer = saved(client, row, "segment", "rental")
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#cell-editor")
    page = answer.content.decode()
    assert "Jemand anders hat dies inzwischen auf „Vertriebspartner“ gesetzt" in page
    assert fields_of(row)["segment"] == "dealer"
    row.refresh_from_db()
    assert f'data-version="{row.version}"' in page
    assert saved(client, row, "segment", "rental").status_code == 200
    assert (fields_of(row)["segment"], fields_of(row)["language"]) == ("rental", "fr")


def test_another_field_somebody_changed_is_no_conflict(anna: Actor, client: Client) -> None:
    [row] = several(anna, {"name": "Huber"})
    customers.change_customer(anna, row, language="fr")
    assert saved(client, row, "segment", "rental").status_code == 200
    assert fields_of(row)["language"] == "fr"


def test_who_may_not_is_not_offered_it_and_is_refused(
    anna: Actor, people: People, client: Client
) -> None:
    [row] = several(anna, {"name": "Huber", "contacts": [{"last_name": "X"}]})
    assert 'data-edits="segment"' in client.get("/customers").content.decode()
    reader = browser(people, "read_only")
    assert "data-edits" not in reader.get("/customers").content.decode()
    assert opened(reader, row, "segment").status_code == 403
    assert saved(reader, row, "segment", "rental").status_code == 403
    for field in ("note", "parent", "nothing", "emails"):
        assert saved(client, row, field, "x").status_code == 404
    deleting.delete_customers(anna, [row])
    assert opened(client, row, "segment").status_code == 404


def test_the_row_is_as_the_list_shows_it(anna: Actor, client: Client) -> None:
    [row] = several(anna, {"name": "Huber", "category": "Gold"})
    client.cookies["columns_customers"] = "name.category"
    page = client.get(f"{row.get_absolute_url()}/cell").content.decode()
    assert page.count("<td") == 3
    assert "Gold" in page
    contact = several(anna, {"name": "B", "contacts": [{"last_name": "X"}]})[0].contacts.get()
    tab = client.get(f"{contact.get_absolute_url()}/cell", {"table": tables.OF_CUSTOMER})
    assert tab.status_code == 200


def test_a_cell_costs_the_same_in_any_list(anna: Actor, client: Client) -> None:
    [row] = several(anna, {"name": "Huber"})
    path = f"{row.get_absolute_url()}/cell"
    counted(client, path)  # what a process reads once
    one = counted(client, path)
    many(anna, 24)
    costs_as_recorded("customers:cell", one, counted(client, path))
