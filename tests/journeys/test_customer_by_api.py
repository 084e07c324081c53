"""A customer's way through the API: in by a file, found, edited, deleted, and all of it undone."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from klientel.services.accounts.models import User
from tests.api import Caller, caller, content

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = [
    ["Kundennummer", "Firma", "E-Mail", "Telefon", "PLZ", "Ort", "Land", "Bemerkung"],
    ["K-1", "Bäckerei Huber AG", "info@huber.example", "030 23125118", "10115", "Berlin", "DE", ""],
    ["K-2", "Garage Favre SA", "contact@favre.example", "", "1201", "Genève", "CH", "rappeler"],
    ["K-3", "O’Brien & Söhne", "", "", "01067", "Dresden", "Deutschland", ""],
    ["K-4", "", "niemand@nirgends.example", "", "", "", "", ""],
]


def file(rows: list[list[str]]) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    found = io.BytesIO(text.getvalue().encode())
    found.name = "kunden.csv"
    return found


def everything(api: Caller) -> str:
    """All there is, as an export would hold it: without versions and times."""
    left_out = {"version", "created_at", "updated_at"}
    found: list[dict[str, Any]] = []
    for path in ("customers", "contacts"):
        cursor = ""
        while cursor is not None:
            page = content(
                api.get(f"{path}?sort=name&limit=2" + (f"&cursor={cursor}" if cursor else ""))
            )
            found += [{k: v for k, v in i.items() if k not in left_out} for i in page["items"]]
            cursor = page["next_cursor"]
    return json.dumps(found, sort_keys=True)


def run_of(api: Caller, rows: list[list[str]], **more: str) -> dict[str, Any]:
    response = api.upload("imports", {"file": file(rows), "kind": "customers", **more})
    started = content(response, 202)
    assert response["Location"] == f"/api/v1/imports/{started['run']}"
    assert started["batch"] in {None, response["Klientel-Batch"]}
    found: dict[str, Any] = content(api.get(response["Location"]))
    return found


@pytest.fixture
def api(people: Callable[[str], User]) -> Caller:
    api = caller(people("fleet_admin"))
    content(
        api.post("customers", {"name": "Schon da GmbH", "contacts": [{"last_name": "Roth"}]}), 201
    )
    return api


def undo(api: Caller, batch: str) -> None:
    response = api.post(f"batches/{batch}/undo")
    outcome = content(response)
    assert response["Klientel-Batch"] == outcome["batch"]
    assert outcome["refused"] == []
    assert outcome["undone"] > 0


def test_an_import_that_is_undone_leaves_nothing_behind(api: Caller) -> None:
    before = everything(api)
    run = run_of(api, ROWS)
    assert run["state"] == "done", run
    assert (run["rows"], run["created"], run["refused"]) == (4, 3, 1)
    assert run["errors"][0]["row"] == 5
    assert len(content(api.get("customers"))["items"]) == 4
    undo(api, run["batch"])
    assert everything(api) == before


def test_what_was_edited_and_deleted_is_as_before_once_both_are_undone(api: Caller) -> None:
    run_of(api, ROWS)
    before = everything(api)
    [favre] = content(api.get("customers?q=favre"))["items"]
    response = api.get(f"customers/{favre['id']}")
    edited = api.patch(
        f"customers/{favre['id']}",
        {"segment": "service", "phones": [{"value": "022 345 67 89"}]},
        If_Match=response["ETag"],
    )
    assert content(edited)["phones"][0]["value"] == "+41223456789"
    [huber] = content(api.get("customers?q=huber"))["items"]
    deleted = api.delete(f"customers/{huber['id']}")
    assert deleted.status_code == 204

    assert everything(api) != before
    undo(api, deleted["Klientel-Batch"])
    undo(api, edited["Klientel-Batch"])
    assert everything(api) == before


def test_the_same_file_twice_changes_nothing(api: Caller) -> None:
    first = run_of(api, ROWS)
    state = everything(api)
    second = run_of(api, ROWS)
    assert (second["created"], second["changed"], second["same"]) == (0, 0, 3)
    assert second["refused"] == first["refused"] == 1
    assert second["batch"] is None
    assert everything(api) == state


def test_a_dry_run_writes_nothing(api: Caller) -> None:
    before = everything(api)
    run = run_of(api, ROWS, dry_run="true")
    assert (run["state"], run["created"], run["refused"]) == ("planned", 3, 1)
    assert run["batch"] is None
    assert everything(api) == before


def test_a_repeated_upload_is_one_import(api: Caller) -> None:
    sent = {"kind": "customers"}
    first = api.upload("imports", {**sent, "file": file(ROWS)}, Idempotency_Key="a")
    again = api.upload("imports", {**sent, "file": file(ROWS)}, Idempotency_Key="a")
    other = api.upload("imports", {**sent, "file": file(ROWS[:2])}, Idempotency_Key="a")
    assert content(first, 202) == content(again, 202)
    assert again["Idempotency-Replayed"] == "true"
    assert other.status_code == 422


def test_a_mapping_may_be_given(api: Caller) -> None:
    rows = [["Spalte 1", "Spalte 2"], ["Meyer & Cie", "meyer@meyer.example"]]
    mapping = json.dumps({"Spalte 1": "name", "Spalte 2": ""})
    run = run_of(api, rows, mapping=mapping)
    assert (run["state"], run["created"], run["unmapped"]) == ("done", 1, ["Spalte 2"])
    [meyer] = content(api.get("customers?q=meyer"))["items"]
    assert meyer["name"] == "Meyer & Cie"
    assert "meyer@meyer.example" in meyer["note"]
