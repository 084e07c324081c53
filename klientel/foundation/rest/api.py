"""The making of an API: one parser, one gate, one shape of failure for all its operations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.operation import Operation

from klientel.foundation.access import PUBLIC, requires

from . import errors, openapi
from .gate import Find, gate, settled
from .parsing import StrictParser
from .problems import Problem, answer


class Api(NinjaAPI):
    """Ninja's, with the names of the functions as the names of the operations."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def build(find: Find, *, title: str, version: str, description: str) -> NinjaAPI:
    """`find` makes the actor of an Authorization header."""
    api = Api(
        title=title,
        version=version,
        description=description,
        openapi_url=None,
        docs_url=None,
        parser=StrictParser(),
        urls_namespace="api",
        servers=[{"url": "/"}],
    )
    errors.register(api)
    api.add_decorator(gate(find), mode="view")
    return api


@csrf_exempt
@requires(PUBLIC)
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below the API."""
    return answer(Problem(404))


def addresses(api: NinjaAPI, prefix: str) -> list[URLPattern]:
    """To be included below `prefix`, after all routers were added."""
    patterns, _app, _namespace = api.urls
    operations = [p for p in patterns if isinstance(p, URLPattern) and p.name != "api-root"]
    for pattern in operations:
        pattern.callback = settled(pattern.callback)
    return [
        path("openapi.json", settled(openapi.view(api, prefix)), name="openapi"),
        *operations,
        path("", settled(nothing), name="nothing"),
        path("<path:rest>", settled(nothing), name="nothing"),
    ]
