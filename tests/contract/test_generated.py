"""Made-up requests to every operation: none breaks, each answer is one that was announced."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import FileResponse, HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klientel.foundation.rest.openapi import describe
from klientel.services.accounts.models import User
from klientel.wiring.api import PREFIX, api
from tests.api import Caller, caller
from tests.matrix import samples

DOCUMENT: dict[str, Any] = json.loads(json.dumps(describe(api, PREFIX)))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
REFERENCE = re.compile(r"{(\w+)}")


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values a schema allows, and now and then one it does not."""
    return st.one_of(_fitting(schema), _fitting(schema), ANYTHING)


def _fitting(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _fitting(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of(*map(_fitting, schema["anyOf"]))
    make = MAKERS.get(schema.get("type", ""))
    return make(schema) if make else ANYTHING


def _object(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    properties, required = schema.get("properties", {}), set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {name: values(each) for name, each in properties.items() if name in required},
        optional={name: values(each) for name, each in properties.items() if name not in required},
    )


MAKERS: dict[str, Callable[[dict[str, Any]], st.SearchStrategy[Any]]] = {
    "string": lambda schema: st.text(max_size=min(schema.get("maxLength", 40) + 1, 60)),
    "integer": lambda schema: st.integers(schema.get("minimum"), schema.get("maximum")),
    "boolean": lambda schema: st.booleans(),
    "null": lambda schema: st.none(),
    "array": lambda schema: st.lists(values(schema.get("items", {})), max_size=3),
    "object": _object,
}


@dataclass(frozen=True)
class Sent:
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    known: bool = True


def requests(operation: dict[str, Any]) -> st.SearchStrategy[Sent]:
    query = {p["name"]: values(p["schema"]) for p in operation["parameters"] if p["in"] == "query"}
    tags = st.sampled_from(['"1"', '"2"', '"77"', "*", "1", 'W/"1"', "é", "a-key"])
    names = [p["name"] for p in operation["parameters"] if p["in"] == "header"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return st.builds(
        Sent,
        query=st.fixed_dictionaries({}, optional=query),
        headers=st.fixed_dictionaries({}, optional=dict.fromkeys(names, tags)),
        body=values(body["schema"]) if body else st.none(),
        known=st.booleans(),
    )


def send(
    program: Caller, method: str, path: str, sent: Sent, things: samples.Samples
) -> HttpResponse | FileResponse:
    known = {
        "customer_id": things.customer,
        "subsidiary_id": things.subsidiary,
        "contact_id": things.contact,
        "note_id": things.contact_note if "/contacts/" in path else things.note,
        "category_id": things.category,
        "tag_id": things.tag,
        "team_id": things.team,
        "view_id": things.view,
        "search_id": things.search,
        "field_id": things.field,
        "batch_id": things.batch,
        "run_id": things.run,
        "file_id": things.file,
        "kind": things.binned,
    }
    address = REFERENCE.sub(lambda m: str(known[m[1]] if sent.known else 987_654_321), path)
    query = {
        name: json.dumps(value) if isinstance(value, dict | bool) else value
        for name, value in sent.query.items()
        if value is not None
    }
    response = program.client.generic(
        method,
        address,
        "" if sent.body is None else json.dumps(sent.body),
        "application/json",
        query_params={
            n: [*map(str, v)] if isinstance(v, list) else str(v) for n, v in query.items()
        },
        headers={**program.headers, **sent.headers},
    )
    assert isinstance(response, HttpResponse | FileResponse)
    return response


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=[f"{m} {p}" for m, p, _ in OPERATIONS]
)
def test_no_request_breaks_an_operation(
    people: Callable[[str], User], method: str, path: str, operation: dict[str, Any]
) -> None:
    things = samples.make(people)
    program = caller(people("admin"))

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(sent=requests(operation))
    def every(sent: Sent) -> None:
        cache.clear()
        with transaction.atomic():
            response = send(program, method, path, sent, things)
            transaction.set_rollback(True)
        content = b"".join(response)
        assert str(response.status_code) in operation["responses"], content[:500]
        assert response.status_code < 500, content[:500]
        if response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json"

    every()
