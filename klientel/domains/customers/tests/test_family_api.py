"""Parent companies through the API, in files that leave and in files that come."""

from collections.abc import Callable
from typing import Any

import pytest

from klientel.domains.customers import exports
from klientel.domains.customers.models import Customer
from klientel.services.accounts import actors
from klientel.services.accounts.models import RoleSight, User
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


class TestAParentThatIsNotSeen:
    @pytest.fixture
    def family(self, api: Caller, people: Callable[[str], User]) -> tuple[dict[str, Any], ...]:
        """The second belongs to the first, and is the only one Beat sees."""
        RoleSight.objects.update_or_create(role="user", defaults={"sight": "mine"})
        mother = made(api, "Huber Holding")
        email = people("user").email
        return mother, made(api, "Nord", parent=mother["number"], account_manager=email)

    @pytest.fixture
    def beats(self, people: Callable[[str], User]) -> Caller:
        return caller(people("user"))

    def test_is_answered_as_none_and_stays(
        self, api: Caller, beats: Caller, family: tuple[dict[str, Any], ...]
    ) -> None:
        mother, nord = family
        path = f"customers/{nord['id']}"
        read = content(beats.get(path))
        assert (read["parent"], read["parent_id"], read["parent_relation"]) == ("", None, "")
        content(beats.patch(path, {"parent": "", "parent_relation": "", "note": "x"}))
        assert content(api.get(path))["parent"] == mother["number"]
        assert fields(beats.patch(path, {"parent": nord["number"]})) == {"parent"}
        assert beats.get(f"customers/{mother['id']}/subsidiaries").status_code == 404
        assert names(beats, f"customers?parent_id={mother['id']}") == []

    def test_is_not_exported(
        self, people: Callable[[str], User], family: tuple[dict[str, Any], ...]
    ) -> None:
        mother, nord = family
        beat = actors.from_user(people("user"))
        [record] = exports.records(beat, "customers", [nord["id"], mother["id"]])
        assert (record["name"], record["parent"], record["parent_relation"]) == ("Nord", "", "")

    def test_goes_and_comes_back_by_whoever_sees_it_alone(
        self, api: Caller, people: Callable[[str], User], family: tuple[dict[str, Any], ...]
    ) -> None:
        """Its subsidiary reads differently for that, which is nothing one has to see."""
        mother, nord = family
        RoleSight.objects.update_or_create(role="fleet_admin", defaults={"sight": "mine"})
        farid = people("fleet_admin")
        content(api.patch(f"customers/{mother['id']}", {"account_manager": farid.email}))
        answer = caller(farid).delete(f"customers/{mother['id']}")
        assert answer.status_code == 204
        assert content(api.get(f"customers/{nord['id']}"))["parent"] == ""
        content(caller(farid).post(f"batches/{answer['Klientel-Batch']}/undo"))
        assert content(api.get(f"customers/{nord['id']}"))["parent"] == mother["number"]

    def test_cannot_be_named(self, beats: Caller, family: tuple[dict[str, Any], ...]) -> None:
        mother, nord = family
        answer = beats.patch(f"customers/{nord['id']}", {"parent": mother["number"]})
        assert fields(answer) == {"parent"}
