"""Parent companies through the API, in files that leave and in files that come."""

from collections.abc import Callable
from typing import Any

import pytest

from klientel.domains.customers.models import Customer
from klientel.services.accounts.models import User
from tests.api import Caller, caller, content, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(people: Callable[[str], User]) -> Caller:
    return caller(people("admin"))


def made(api: Caller, name: str, **more: str) -> dict[str, Any]:
    found: dict[str, Any] = content(api.post("customers", {"name": name, **more}), 201)
    return found


def names(api: Caller, path: str) -> list[str]:
    return [each["name"] for each in content(api.get(path))["items"]]


def test_a_customer_names_its_parent_by_number(api: Caller) -> None:
    mother = made(api, "Huber Holding")
    child = made(api, "Huber Nord", parent=mother["number"])
    assert (child["parent"], child["parent_id"]) == (mother["number"], mother["id"])
    assert child["parent_relation"] == "subsidiary"
    assert (mother["parent"], mother["parent_id"], mother["parent_relation"]) == ("", None, "")
    changed = content(api.patch(f"customers/{child['id']}", {"parent": ""}))
    assert (changed["parent"], changed["parent_id"], changed["parent_relation"]) == ("", None, "")


def test_a_second_level_is_refused_beside_the_field(api: Caller) -> None:
    mother = made(api, "Huber Holding")
    child = made(api, "Huber Nord", parent=mother["number"])
    answer = api.post("customers", {"name": "Huber West", "parent": child["number"]})
    assert answer.status_code == 422
    assert fields(answer) == {"parent"}


def test_subsidiaries_are_listed_associated_and_removed(api: Caller) -> None:
    mother, nord, west = (made(api, name) for name in ("Holding", "Nord", "West"))
    path = f"customers/{mother['id']}/subsidiaries"
    given = {"customer_ids": [nord["id"], west["id"], mother["id"]], "relation": "branch"}
    answer = content(api.post(path, given))
    assert [each["parent_relation"] for each in answer["items"]] == ["branch", "branch"]
    assert [each["id"] for each in answer["refused"]] == [mother["id"]]
    assert names(api, path) == ["Nord", "West"]
    assert api.delete(f"{path}/{nord['id']}").status_code == 204
    assert names(api, path) == ["West"]
    assert api.delete(f"{path}/{nord['id']}").status_code == 404
    assert fields(api.post(path, {"customer_ids": [999]})) == {"customer_ids"}


def test_the_list_is_narrowed_by_parent_and_position(api: Caller) -> None:
    mother = made(api, "Holding")
    made(api, "Nord", parent=mother["number"])
    gone = made(api, "Gone")
    made(api, "Orphan", parent=gone["number"])
    api.delete(f"customers/{gone['id']}")
    assert names(api, f"customers?parent_id={mother['id']}") == ["Nord"]
    both = names(api, f"customers?parent_id={mother['id']}&with_parent=true")
    assert both == ["Holding", "Nord"]
    assert names(api, "customers?position=parent") == ["Holding"]
    assert names(api, "customers?position=subsidiary") == ["Nord"]
    assert names(api, "customers?position=independent") == ["Orphan"]
    assert Customer.objects.filter(parent=gone["id"]).exists()
