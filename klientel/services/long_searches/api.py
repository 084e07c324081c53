"""`searches`: begin, watch and remove searches in the background."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router
from pydantic import ConfigDict, Field

from klientel.foundation.access import Request, requires
from klientel.foundation.rest import schemas as rest

from . import actions, queries
from .models import LongSearch

router = Router(tags=["searches"])


class SearchIn(rest.Input):
    """What a list would be asked, for where that takes longer than two seconds."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"list": "customers", "where": '[["note","has","Kran"]]'}],
        }
    )
    list: Literal["customers", "contacts"]
    q: str = rest.text(200)
    where: str = Field(default="", max_length=4000, description="Conditions, as for lists.")


class SearchOut(rest.Output):
    id: int
    list: str
    title: str
    state: str = Field(description="running, done, full (at 100,000 hits), failed, cancelled")
    percent: int = Field(description="Of the records looked at.")
    found: int
    where: str = Field(description="For the list: asks for what was found.")


@router.post("", response={202: SearchOut}, summary="Search in the background")
@requires("long_searches.run")
def search_create(request: Request, response: HttpResponse, data: SearchIn) -> Any:
    """What it finds is kept for seven days, for whoever asked."""
    asked = {name: value for name, value in (("q", data.q), ("where", data.where)) if value}
    search = actions.begin(request.actor, data.list, urlencode(asked))
    response["Location"] = reverse("api:search_read", args=[search.pk])
    return _out(search)


@router.get("/{int:search_id}", response=SearchOut, summary="Read a search in the background")
@requires("long_searches.run")
def search_read(request: Request, search_id: int) -> Any:
    return _out(_search(request, search_id))


@router.delete("/{int:search_id}", response={204: None}, summary="Remove a background search")
@requires("long_searches.run")
def search_delete(request: Request, search_id: int) -> Any:
    """One at work is stopped by it."""
    actions.remove(_search(request, search_id))
    return HttpResponse(status=204)


def _search(request: Request, key: int) -> LongSearch:
    return get_object_or_404(LongSearch.objects.visible_to(request.actor), pk=key)


def _out(search: LongSearch) -> dict[str, Any]:
    return {
        "id": search.pk,
        "list": search.kind,
        "title": search.title,
        "state": search.state,
        "percent": queries.percent(search),
        "found": search.found,
        "where": queries.where(search),
    }
