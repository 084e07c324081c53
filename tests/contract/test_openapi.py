"""The description of the API: kept as a file, true in its examples, open about tokens."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from klientel.foundation.rest.openapi import describe
from klientel.services.accounts.models import User
from klientel.wiring.api import PREFIX, api
from tests.api import caller, content, nobody

FILE = Path(__file__).with_name("openapi.json")


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(describe(api, PREFIX)))
    return found


def test_the_description_changes_only_knowingly() -> None:
    """`UPDATE_OPENAPI=1` writes the file anew. A field disappears only with a new version."""
    if os.environ.get("UPDATE_OPENAPI"):
        text = json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False)
        FILE.write_text(text + "\n", encoding="utf-8")
    assert json.loads(FILE.read_text(encoding="utf-8")) == document()


@pytest.mark.django_db
def test_anybody_may_read_the_description() -> None:
    found = content(nobody().get("openapi.json"))
    assert found["openapi"].startswith("3.1")
    assert found == document()


def test_every_reference_leads_somewhere() -> None:
    found = document()
    text = json.dumps(found)
    names = set(found["components"]["schemas"])
    asked = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert asked == names


def test_every_operation_asks_for_a_token_and_tells_its_failures() -> None:
    found = document()
    assert found["security"] == [{"token": []}]
    assert found["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            statuses = set(operation["responses"])
            assert {"401", "403", "429", "500"} <= statuses, (method, path)
            assert ("404" in statuses) == ("{" in path), (method, path)
            assert operation["summary"], (method, path)


def as_sent(sent: Any, answered: Any) -> bool:
    """Whether all that was sent stands in the answer."""
    if isinstance(sent, dict):
        return all(as_sent(value, answered[name]) for name, value in sent.items())
    if isinstance(sent, list):
        return len(sent) == len(answered) and all(map(as_sent, sent, answered))
    return bool(sent == answered)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "schema"), [("customers", "CustomerIn"), ("contacts", "LooseContactIn")]
)
def test_examples_are_true(people: Callable[[str], User], path: str, schema: str) -> None:
    program = caller(people("admin"))
    [sent] = document()["components"]["schemas"][schema]["examples"]
    response = program.post(path, sent)
    made = content(response, 201)
    contacts = sent.pop("contacts", [])
    assert as_sent(sent, made)
    if contacts:
        found = content(program.get(f"customers/{made['id']}/contacts"))["items"]
        assert as_sent(contacts, found)
    patch = schema.replace("LooseContactIn", "ContactPatch").replace("CustomerIn", "CustomerPatch")
    [change] = document()["components"]["schemas"][patch]["examples"]
    assert as_sent(change, content(program.patch(response["Location"], change)))
