"""The description of the API: ninja's, with what every operation here has in common."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import NinjaAPI
from ninja.schema import NinjaGenerateJsonSchema

from klientel.foundation.access import PUBLIC, requires

from .gate import BATCH
from .idempotency import DOCUMENTED
from .problems import MEDIA_TYPE, ProblemOut

PROBLEM = {"$ref": "#/components/schemas/Problem"}
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "A token from *Settings → API tokens* or `./run token add`, sent as "
        "`Authorization: Bearer TOKEN`. It may do what its person may; one marked read-only may "
        "only read. Sessions of a browser are not accepted."
    ),
}


@cache
def describe(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    """Built once: nothing in it depends on who asks."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=prefix))
    components = document["components"]
    components["schemas"] = dict(sorted(components["schemas"].items()))
    components["schemas"]["Problem"], extra = _problem_schema()
    components["schemas"] |= extra
    components["securitySchemes"] = {"token": TOKEN}
    document["security"] = [{"token": []}]
    for path, method, operation in _operations(document):
        _complete(operation, method, with_key="{" in path)
    _drop_unused(document)
    return document


def _drop_unused(document: dict[str, Any]) -> None:
    """Ninja lists the schemas of query parameters too, which stand in the operations already."""
    text = json.dumps(document)
    schemas = document["components"]["schemas"]
    for name in [name for name in schemas if f'#/components/schemas/{name}"' not in text]:
        del schemas[name]


def _problem_schema() -> tuple[dict[str, Any], dict[str, Any]]:
    schema = ProblemOut.model_json_schema(
        ref_template="#/components/schemas/{model}", schema_generator=NinjaGenerateJsonSchema
    )
    return schema, schema.pop("$defs", {})


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _complete(operation: dict[str, Any], method: str, *, with_key: bool) -> None:
    names = {parameter["name"] for parameter in operation["parameters"]}
    responses = operation["responses"]
    if method == "post":
        operation["parameters"].append(DOCUMENTED)
    if "If-None-Match" in names:
        responses[304] = {"description": HTTPStatus(304).phrase}
    possible = {
        frozenset({401, 403, 422, 429, 500}): True,
        frozenset({404}): with_key,
        frozenset({400, 409}): method == "post",
        frozenset({400, 413, 415}): "requestBody" in operation,
        frozenset({412}): "If-Match" in names,
    }
    for status in {status for some, is_so in possible.items() if is_so for status in some}:
        responses[status] = {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": PROBLEM}},
        }
    if method != "get":
        _tell_batch(responses)
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _tell_batch(responses: dict[int, Any]) -> None:
    for status, response in responses.items():
        if status < 300:
            response.setdefault("headers", {})[BATCH] = {
                "description": "The key under which this can be undone, if anything was written.",
                "schema": {"type": "string"},
            }


def view(api: NinjaAPI, prefix: str) -> Any:
    @requires(PUBLIC)
    def openapi(request: HttpRequest) -> JsonResponse:
        return JsonResponse(describe(api, prefix))

    return openapi
