"""`views`: list, read, save, change and delete views of lists."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router
from pydantic import ConfigDict, Field

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.rest import paging
from klientel.foundation.rest import schemas as rest

from . import actions, lists, queries
from .actions.saving import LONGEST, NAME
from .models import SavedView

router = Router(tags=["views"])
SORTS = {"name": "name", "created_at": "created_at", "updated_at": "updated_at"}
QUERY = "What stands behind the `?` of the list's address."


class ViewFields(rest.Input):
    page: str = Field(default="", max_length=60, description="As answered by others of the list.")
    query: str = Field(default="", max_length=LONGEST, description=QUERY)
    share: Literal["private", "team", "all"] = "private"
    staff_team_id: int | None = Field(
        default=None, ge=1, le=2**63 - 1, description="Needed for `team`."
    )


class ViewIn(ViewFields):
    """A list under a name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"table": "customers", "name": "Nordsee", "query": "q=nordsee"}]
        }
    )
    table: str = Field(max_length=40, description="customers or contacts")
    name: str = rest.text(NAME, required=True)


class ViewPatch(ViewFields):
    """What is not given stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"share": "all"}]})
    name: str = rest.text(NAME)


class ViewOut(rest.RowOut):
    table: str
    name: str
    page: str
    query: str
    share: str
    staff_team_id: int | None
    owner: str = Field(description="E-mail address of the colleague whose view it is.")
    url: str = Field(description="Leads to the list as the view has it.")


class ViewPage(rest.PageOut[ViewOut]):
    pass


class ViewQuery(rest.ListQuery):
    table: str = Field(default="", max_length=40, description="Only of this list.")


@router.get("", response=ViewPage, summary="List views")
@requires(SIGNED_IN)
def view_list(request: Request, query: Query[ViewQuery]) -> Any:
    """One's own, those of one's teams, and those for everyone."""
    found = SavedView.objects.visible_to(request.actor).select_related("owner")
    may = [name for name in lists.names() if _may_see(request, name)]
    found = found.filter(table__in=[query.table] if query.table in may else may)
    if query.table and query.table not in may:
        found = found.none()
    if query.q:
        found = found.filter(name__icontains=query.q)
    cut = paging.cut(found, query, paging.order("created_at", SORTS))
    return paging.page_out(cut, [_out(view) for view in cut.items])


@router.post("", response={201: ViewOut}, summary="Save a view")
@requires("saved_views.save")
def view_create(request: Request, response: HttpResponse, data: ViewIn) -> Any:
    made = actions.save_view(request.actor, table=data.table, **_fields(data))
    response["Location"] = reverse("api:view_read", args=[made.pk])
    return _out(_get(request, made.pk))


@router.get("/{int:view_id}", response=ViewOut, summary="Read a view")
@requires(SIGNED_IN)
def view_read(request: Request, view_id: int) -> Any:
    return _out(_get(request, view_id))


@router.patch("/{int:view_id}", response=ViewOut, summary="Change a view")
@requires("saved_views.save")
def view_change(request: Request, view_id: int, data: ViewPatch) -> Any:
    actions.change_view(request.actor, _get(request, view_id), **_fields(data))
    return _out(_get(request, view_id))


@router.delete("/{int:view_id}", response={204: None}, summary="Delete a view")
@requires("saved_views.save")
def view_delete(request: Request, view_id: int) -> Any:
    """The batch can be undone."""
    actions.delete_view(request.actor, _get(request, view_id))


def _may_see(request: Request, name: str) -> bool:
    known = lists.find(name)
    return known is not None and request.actor.may(known.permission)


def _get(request: Request, key: int) -> SavedView:
    rows = SavedView.objects.visible_to(request.actor).select_related("owner")
    may = [name for name in lists.names() if _may_see(request, name)]
    return get_object_or_404(rows.filter(table__in=may), pk=key)


def _fields(data: ViewIn | ViewPatch) -> actions.ViewFields:
    """Only what was given, by the names of the actions."""
    found: actions.ViewFields = {}
    given = data.model_fields_set
    if "name" in given:
        found["name"] = data.name
    if "page" in given and data.page:
        found["page"] = data.page
    if "query" in given:
        found["query"] = data.query
    if "share" in given:
        found["share"] = data.share
    if "staff_team_id" in given:
        found["staff_team"] = data.staff_team_id
    return found


def _out(view: SavedView) -> dict[str, Any]:
    return {
        **rest.row_out(view),
        "table": view.table,
        "name": view.name,
        "page": view.page,
        "query": view.query,
        "share": view.share,
        "staff_team_id": view.staff_team_id,
        "owner": view.owner.email,
        "url": queries.address(view),
    }
