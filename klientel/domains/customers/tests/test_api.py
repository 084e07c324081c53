"""Customers and contacts through the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klientel.domains.customers import fields as names
from klientel.domains.customers.api import schemas
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from tests.api import Caller, caller, content, fields, nobody

pytestmark = pytest.mark.django_db
HUBER = {
    "name": "Bäckerei Huber AG",
    "segment": "dealer",
    "phones": [{"value": "030 23125 118"}],
    "emails": [{"value": "info@huber.example"}],
    "addresses": [
        {"street": "Rheinufer 88", "postal_code": "50996", "city": "Köln", "country": "DE"}
    ],
    "contacts": [{"first_name": "Sabine", "last_name": "Huber"}, {"last_name": "Büro"}],
}


@pytest.fixture
def api(people: Callable[[str], User]) -> Caller:
    return caller(people("admin"))


@pytest.fixture
def huber(api: Caller) -> dict[str, Any]:
    found: dict[str, Any] = content(api.post("customers", HUBER), 201)
    return found


@pytest.mark.parametrize(
    ("schema", "shape", "more"),
    [
        (schemas.CustomerPatch, names.CustomerFields, set()),
        (schemas.CustomerIn, names.NewCustomer, set()),
        (schemas.ContactPatch, names.ContactFields, set()),
        (schemas.ContactIn, names.ContactFields, set()),
        (schemas.LooseContactIn, names.LooseContactFields, set()),
        (schemas.PhoneIn, names.Phone, set()),
        (schemas.EmailIn, names.Email, set()),
        (schemas.AddressIn, names.AddressFields, set()),
        (schemas.Phone, names.Phone, set()),
        (schemas.Email, names.Email, set()),
        (schemas.Address, names.AddressFields, set()),
        (
            schemas.CustomerOut,
            names.CustomerFields,
            {"id", "version", "created_at", "updated_at", "parent_id"},
        ),
        (
            schemas.ContactOut,
            names.ContactFields,
            {"id", "version", "created_at", "updated_at", "customer"},
        ),
    ],
)
def test_schemas_have_exactly_the_fields_there_are(schema: Any, shape: Any, more: set[str]) -> None:
    inherited = {name for base in shape.__mro__ for name in getattr(base, "__annotations__", {})}
    assert set(schema.model_fields) == inherited | set(shape.__annotations__) | more


def test_a_customer_is_created_with_its_contacts_and_read_again(
    api: Caller, huber: dict[str, Any]
) -> None:
    response = api.get(f"customers/{huber['id']}")
    assert content(response) == huber
    assert response["ETag"] == f'"{huber["version"]}"'
    assert huber["phones"] == [{"kind": "phone", "value": "+493023125118", "preferred": True}]
    assert huber["account_manager"] == "anna@klientel.example"
    contacts = content(api.get(f"customers/{huber['id']}/contacts"))["items"]
    assert [contact["last_name"] for contact in contacts] == ["Büro", "Huber"]
    assert contacts[0]["customer"] == {
        "id": huber["id"],
        "number": huber["number"],
        "name": huber["name"],
    }


def test_creating_says_where_the_customer_is_and_how_to_take_it_back(api: Caller) -> None:
    response = api.post("customers", HUBER)
    key = content(response, 201)["id"]
    assert response["Location"] == f"/api/v1/customers/{key}"
    outcome = content(api.post(f"batches/{response['Klientel-Batch']}/undo"))
    assert outcome["undone"] > 1
    assert outcome["refused"] == []
    assert api.get(f"customers/{key}").status_code == 404


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, {"name"}),
        ({"name": " "}, {"name"}),
        ({"name": "A", "segment": "bau"}, {"segment"}),
        ({"name": "A", "nom": "B"}, {"nom"}),
        ({"name": "A", "version": 7, "deleted_at": None, "id": 3}, {"version", "deleted_at", "id"}),
        ({"name": "A", "created_at": "2020-01-01"}, {"created_at"}),
        ({"name": None}, {"name"}),
        ({"name": 7}, {"name"}),
        ({"name": "A", "active": "true"}, {"active"}),
        ({"name": "A", "phones": {"value": "030 1"}}, {"phones"}),
        ({"name": "A", "phones": [{"value": "keine"}]}, {"phones.0.value"}),
        ({"name": "A", "phones": [{}]}, {"phones.0.value"}),
        (
            {"name": "A", "contacts": [{"last_name": "B", "emails": [{"value": "x(at)y"}]}]},
            {"contacts.0.emails.0.value"},
        ),
        ({"name": "A", "contacts": [{"customer_id": 1}]}, {"contacts.0.customer_id"}),
        ({"name": "A" * 10_000}, {"name"}),
        ([], {""}),
        ("A", {""}),
    ],
)
def test_what_cannot_be_used_is_named_by_its_path(
    api: Caller, data: object, wrong: set[str]
) -> None:
    assert fields(api.post("customers", data)) == wrong
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Dieser Wert fehlt."),
        ("fr", "Cette valeur manque."),
        ("en", "This value is missing."),
    ],
)
def test_problems_speak_the_language_of_the_caller(
    people: Callable[[str], User], language: str, sentence: str
) -> None:
    response = caller(people("admin"), language=language).post("customers", {})
    [error] = content(response, 422)["errors"]
    assert error["message"] == sentence
    assert response["Content-Language"] == language


def test_changing_touches_only_what_is_given(api: Caller, huber: dict[str, Any]) -> None:
    changed = content(
        api.patch(
            f"customers/{huber['id']}",
            {"website": "huber.example", "emails": [{"value": "neu@huber.example"}]},
            If_Match=f'"{huber["version"]}"',
        )
    )
    assert changed["version"] > huber["version"]
    assert changed["website"] == "https://huber.example"
    assert [email["value"] for email in changed["emails"]] == ["neu@huber.example"]
    kept = {"version", "updated_at", "website", "emails"}
    assert {k: v for k, v in changed.items() if k not in kept} == {
        k: v for k, v in huber.items() if k not in kept
    }


def test_two_callers_at_different_fields_are_merged(api: Caller, huber: dict[str, Any]) -> None:
    path, tag = f"customers/{huber['id']}", f'"{huber["version"]}"'
    content(api.patch(path, {"website": "huber.example"}, If_Match=tag))
    merged = content(api.patch(path, {"note": "Neu"}, If_Match=tag))
    assert (merged["website"], merged["note"]) == ("https://huber.example", "Neu")


def test_two_callers_at_the_same_field_see_both_values(api: Caller, huber: dict[str, Any]) -> None:
    path, tag = f"customers/{huber['id']}", f'"{huber["version"]}"'
    first = api.patch(path, {"name": "Huber KG"}, If_Match=tag)
    second = api.patch(path, {"name": "Huber GmbH"}, If_Match=tag)
    [error] = content(second, 412)["errors"]
    assert {k: error[k] for k in ("field", "base", "mine", "theirs")} == {
        "field": "name",
        "base": "Bäckerei Huber AG",
        "mine": "Huber GmbH",
        "theirs": "Huber KG",
    }
    assert second["ETag"] == first["ETag"]
    assert content(api.patch(path, {"name": "Huber GmbH"}))["name"] == "Huber GmbH"


@pytest.mark.parametrize("tag", ['"999999"', '"abc"', "3", '"1", "2"'])
def test_an_unknown_version_is_refused(api: Caller, huber: dict[str, Any], tag: str) -> None:
    response = api.patch(f"customers/{huber['id']}", {"name": "X"}, If_Match=tag)
    assert response.status_code == 412


def test_what_the_caller_has_is_not_sent_again(api: Caller, huber: dict[str, Any]) -> None:
    path = f"customers/{huber['id']}"
    tag = api.get(path)["ETag"]
    response = api.get(path, If_None_Match=tag)
    assert (response.status_code, response.content) == (304, b"")
    api.patch(path, {"note": "Neu"})
    assert api.get(path, If_None_Match=tag).status_code == 200


def test_deleting_takes_the_contacts_and_restoring_brings_them_back(
    api: Caller, huber: dict[str, Any]
) -> None:
    path = f"customers/{huber['id']}"
    contacts = content(api.get(f"{path}/contacts"))
    assert api.delete(path).status_code == 204
    for gone in (api.get(path), api.delete(path), api.patch(path, {}), api.get(f"{path}/contacts")):
        assert gone.status_code == 404
    assert content(api.get("contacts"))["items"] == []
    restored = content(api.post(f"{path}/restore"))
    assert restored["name"] == huber["name"]
    assert [c["last_name"] for c in content(api.get(f"{path}/contacts"))["items"]] == [
        c["last_name"] for c in contacts["items"]
    ]
    assert content(api.post(f"{path}/restore")) == restored


def test_deleting_an_older_version_is_refused(api: Caller, huber: dict[str, Any]) -> None:
    path = f"customers/{huber['id']}"
    api.patch(path, {"note": "Neu"})
    assert api.delete(path, If_Match=f'"{huber["version"]}"').status_code == 412
    assert api.delete(path, If_Match=api.get(path)["ETag"]).status_code == 204


def test_pages_follow_each_other_without_gap_or_double(api: Caller) -> None:
    for number in range(7):
        content(api.post("customers", {"name": f"Kunde {number % 3}"}), 201)
    seen: list[int] = []
    path, cursor = "customers?limit=3&sort=-name", ""
    while True:
        page = content(api.get(path + (f"&cursor={cursor}" if cursor else "")))
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7
    assert fields(api.get("customers?cursor=xyz")) == {"cursor"}
    assert fields(api.get("customers?limit=501")) == {"limit"}


def test_filters_narrow_the_list(api: Caller, huber: dict[str, Any]) -> None:
    other = content(
        api.post("customers", {"name": "Meyer", "category": "Bau", "active": False}), 201
    )
    today = huber["created_at"][:10]

    def found(query: str) -> set[int]:
        return {item["id"] for item in content(api.get(f"customers?{query}"))["items"]}

    both = {huber["id"], other["id"]}
    assert found("") == both
    assert found("segment=dealer") == {huber["id"]}
    assert found("segment=dealer&segment=other") == both
    assert found("type=vendor") == set()
    assert found("category=BAU") == {other["id"]}
    assert found("status=inactive") == {other["id"]}
    assert found("q=backerei") == {huber["id"]}
    assert found(f"added_from={today}") <= both
    assert found("added_to=2001-01-01") == set()
    assert found("updated_since=2100-01-01T00:00:00Z") == set()
    assert found(f"updated_since={huber['updated_at'].replace('+', '%2B')}") == both


@pytest.mark.parametrize(
    "query",
    [
        "segment__in=dealer",
        "name=Huber",
        "sort=note",
        "sort=--name",
        "segment=bau",
        "status=all",
        "added_from=gestern",
        "updated_since=2020-01-01T00:00:00",
        "limit=0",
    ],
)
def test_a_filter_that_does_not_exist_is_named(api: Caller, query: str) -> None:
    (named,) = fields(api.get(f"customers?{query}"))
    assert named.removesuffix(".0") == query.partition("=")[0]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("status=all", "Possible are: active, inactive."),
        (
            "segment=bau",
            "Possible are: contractor, dealer, distributor, oem, rental, service, other.",
        ),
    ],
)
def test_a_filter_that_knows_no_such_value_names_those_it_knows(
    api: Caller, query: str, sentence: str
) -> None:
    (error,) = content(api.get(f"customers?{query}"), 422)["errors"]
    assert error["message"] == sentence


def test_contacts_are_added_changed_and_deleted(api: Caller, huber: dict[str, Any]) -> None:
    added = content(
        api.post(
            "contacts",
            {"customer_id": huber["id"], "last_name": "Favre", "phones": [{"value": "keine"}]},
        ),
        422,
    )
    assert [error["field"] for error in added["errors"]] == ["phones.0.value"]
    response = api.post("contacts", {"customer_id": huber["id"], "last_name": "Favre"})
    favre = content(response, 201)
    assert favre["customer"]["name"] == huber["name"]
    assert not favre["primary"]
    path = response["Location"]
    changed = content(api.patch(path, {"primary": True}, If_Match=response["ETag"]))
    assert changed["primary"]
    primary = Contact.objects.filter(customer=huber["id"], primary=True, deleted_at=None)
    assert [contact.pk for contact in primary] == [favre["id"]]
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert content(api.post(f"{path}/restore"))["last_name"] == "Favre"


def test_a_contact_may_stand_alone(api: Caller) -> None:
    alone = content(api.post("contacts", {"last_name": "Favre", "customer_id": None}), 201)
    assert alone["customer"] is None
    assert fields(api.post("contacts", {"position": "Chef"})) == {"last_name"}
    assert fields(api.post("contacts", {"last_name": "A", "customer_id": 12345})) == {"customer_id"}
    assert fields(api.patch(f"contacts/{alone['id']}", {"customer_id": 1})) == {"customer_id"}


def test_a_role_may_what_it_may_everywhere(
    people: Callable[[str], User], huber: dict[str, Any]
) -> None:
    beat = caller(people("user"))
    assert content(beat.post("customers", HUBER), 403)["status"] == 403
    assert content(beat.patch(f"customers/{huber['id']}", {"note": "x"}))["note"] == "x"
    assert beat.delete(f"customers/{huber['id']}").status_code == 403


def test_a_token_that_reads_only_writes_nothing(
    people: Callable[[str], User], huber: dict[str, Any]
) -> None:
    reader = caller(people("admin"), read_only=True)
    path = f"customers/{huber['id']}"
    assert content(reader.get(path)) == huber
    for response in (
        reader.post("customers", HUBER),
        reader.patch(path, {"note": "x"}),
        reader.delete(path),
        reader.post("contacts", {"last_name": "A"}),
    ):
        assert response.status_code == 403


def test_without_a_token_there_is_nothing_not_even_with_a_session(
    people: Callable[[str], User], huber: dict[str, Any]
) -> None:
    stranger = nobody()
    response = stranger.get(f"customers/{huber['id']}")
    assert content(response, 401)["type"] == "urn:klientel:problem:token-needed"
    assert response["WWW-Authenticate"].startswith("Bearer")
    stranger.client.force_login(people("admin"))
    assert stranger.get("customers").status_code == 401
    assert Caller("kt_wrong").get("customers").status_code == 401


def test_what_is_written_names_the_token_s_person_and_the_way_in(anna: Actor, api: Caller) -> None:
    response = api.post("customers", HUBER)
    batch = content(api.get(f"batches/{response['Klientel-Batch']}"))
    assert (batch["actor"], batch["origin"], batch["may_undo"]) == (anna.label, "api", True)


@pytest.mark.parametrize("path", ["customers", "contacts"])
def test_an_emptied_kind_is_the_usual_one(api: Caller, path: str) -> None:
    made = api.post(path, {"name" if path == "customers" else "last_name": "A", "kind": ""})
    usual = content(made, 201)["kind"]
    assert content(api.patch(made["Location"], {"kind": ""}))["kind"] == usual


def test_a_longer_list_asks_no_more_questions(api: Caller, huber: dict[str, Any]) -> None:
    with CaptureQueriesContext(connection) as short:
        content(api.get("customers"))
    for number in range(20):
        content(api.post("customers", {**HUBER, "number": f"N{number}", "category": "Bau"}), 201)
    with CaptureQueriesContext(connection) as long:
        assert len(content(api.get("customers"))["items"]) == 21
    # One more: only now is there a category to name.
    assert len(long) <= len(short) + 1 <= 10
