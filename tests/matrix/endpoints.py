"""Every address there is, read from the resolver and from the API, with what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from klientel.foundation.rest.openapi import describe
from klientel.wiring.api import PREFIX, api

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
API = PREFIX.lstrip("/")
Pattern = URLPattern | URLResolver


@dataclass(frozen=True)
class Endpoint:
    method: str
    route: str  # as in the resolver: `customers/<int:pk>/edit`
    permission: str
    operation: str = ""  # of the API

    @property
    def name(self) -> str:
        return f"{self.method} /{self.route}"

    @property
    def area(self) -> str:
        return re.split(r"[/<]", self.route.removeprefix(API), maxsplit=1)[0] or "home"

    @property
    def arguments(self) -> dict[str, str]:
        """Each argument and its converter."""
        return {name: kind or "str" for kind, name in ARGUMENT.findall(self.route)}

    def address(self, values: dict[str, object]) -> str:
        return "/" + ARGUMENT.sub(lambda found: str(values[found[2]]), self.route)


def everything() -> list[Endpoint]:
    found = {endpoint.name: endpoint for endpoint in (*_pages(), *_operations())}
    return sorted(found.values(), key=lambda each: (each.route, each.method))


def _pages() -> Iterator[Endpoint]:
    for route, view in patterns(get_resolver().url_patterns):
        if not view.__module__.startswith("ninja."):
            for method in ("GET", "POST"):
                yield Endpoint(method, route, getattr(view, "required_permission", "UNDECLARED"))


def patterns(found: Iterable[Pattern], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in found:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from patterns(pattern.url_patterns, route)


def _operations() -> Iterator[Endpoint]:
    """From the routers themselves: an operation left out of the description is one all the same."""
    assert api.urls
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                route = API + prefix + re.sub(r"{(\w+):(\w+)}", r"<\1:\2>", path)
                name = operation.view_func.__name__
                permission = getattr(operation.view_func, "required_permission", "UNDECLARED")
                for method in operation.methods:
                    yield Endpoint(method, route, permission, name)


def example(operation: str) -> Any:
    """The body the description gives as an example; None where there is none."""
    document = describe(api, PREFIX)
    for methods in document["paths"].values():
        for found in methods.values():
            if found["operationId"] == operation and "requestBody" in found:
                schema = found["requestBody"]["content"].get("application/json", {}).get("schema")
                name = schema["$ref"].rpartition("/")[2] if schema else ""
                return document["components"]["schemas"][name]["examples"][0] if name else None
    return None
