"""`tags`: list, read, add, change, merge, remove."""

# Annotations are read at run time by ninja, so they are not postponed here.
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from klientel.domains.customers import tagged
from klientel.domains.customers.actions import tags as actions
from klientel.domains.customers.choices import TagColor
from klientel.domains.customers.cleaning import LENGTHS
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.text import fold
from klientel.foundation.rest import conditions, paging
from klientel.foundation.rest import schemas as rest

from .schemas import Key, examples

router = Router(tags=["tags"])
SORTS = {"name": "name_fold", "created_at": "created_at", "updated_at": "updated_at"}


class TagPatch(rest.Input):
    """What is not given stays."""

    model_config = examples({"name": "Messe 2027", "color": "green"})
    name: str = rest.text(LENGTHS["tag"])
    color: str = rest.choice(TagColor.values)
    position: int = Field(
        default_factory=int,
        ge=1,
        le=2**31 - 1,
        description="In the list; what is beyond the end is the last.",
    )


class TagIn(rest.Input):
    model_config = examples({"name": "Messe 2027"})
    name: str = rest.text(LENGTHS["tag"], required=True)
    color: str = rest.choice(TagColor.values, "One of them if not given.")


class MergeIn(rest.Input):
    model_config = examples({"into": 7})
    into: Key


class TagOut(rest.RowOut):
    name: str
    color: TagColor
    customers: int = Field(description="How many have it, counted up to 10,001.")
    contacts: int = Field(description="As well.")


class TagPage(rest.PageOut[TagOut]):
    pass


@router.get("", response=TagPage, summary="List tags")
@requires("customers.view")
def tag_list(request: Request, query: Query[rest.ListQuery]) -> Any:
    """By name."""
    found = Tag.objects.visible_to(request.actor)
    for word in fold(query.q).split():
        found = found.filter(name_fold__contains=word)
    cut = paging.cut(found, query, paging.order("name", SORTS))
    return paging.page_out(cut, _out(cut.items))


@router.post("", response={201: TagOut}, summary="Add a tag")
@requires("customers.change_lists")
def tag_create(request: Request, response: HttpResponse, data: TagIn) -> Any:
    """A name that is on the list already, in whatever spelling, is refused."""
    made = actions.add_tag(request.actor, data.name, data.color)
    response["Location"] = reverse("api:tag_read", args=[made.pk])
    return _answer(response, made)


@router.get("/{int:tag_id}", response=TagOut, summary="Read a tag")
@requires("customers.view")
def tag_read(request: Request, response: HttpResponse, tag_id: int) -> Any:
    return _answer(response, _get(request, tag_id))


@router.patch("/{int:tag_id}", response=TagOut, summary="Rename, colour or place a tag")
@requires("customers.change_lists")
def tag_change(request: Request, response: HttpResponse, tag_id: int, *, data: TagPatch) -> Any:
    """Records that have it read accordingly; their versions stay. The old name is still known."""
    row, given = _get(request, tag_id), data.model_fields_set
    actions.change_tag(
        request.actor,
        row,
        name=data.name if "name" in given else None,
        color=data.color if "color" in given else None,
        position=data.position if "position" in given else None,
    )
    return _answer(response, _get(request, tag_id))


@router.post("/{int:tag_id}/merge", response=TagOut, summary="Merge a tag into another")
@requires("customers.change_lists")
def tag_merge(request: Request, response: HttpResponse, tag_id: int, *, data: MergeIn) -> Any:
    """What has the first one has the other from now on. Answers the other."""
    other = Tag.objects.visible_to(request.actor).filter(pk=data.into).first()
    if other is None:
        raise ValidationError({"into": [_("There is no such tag.")]})
    return _answer(response, actions.merge_tags(request.actor, _get(request, tag_id), other))


@router.delete("/{int:tag_id}", response={204: None}, summary="Remove a tag")
@requires("customers.change_lists")
def tag_delete(request: Request, tag_id: int) -> Any:
    """From all that has it. The batch can be undone."""
    actions.remove_tag(request.actor, _get(request, tag_id))


def _get(request: Request, key: int) -> Tag:
    return get_object_or_404(Tag.objects.visible_to(request.actor), pk=key)


def _answer(response: HttpResponse, row: Tag) -> dict[str, Any]:
    response["ETag"] = conditions.tag(row)
    [out] = _out([row])
    return out


def _out(rows: Sequence[Tag]) -> list[dict[str, Any]]:
    counts = tagged.counts(rows)
    return [
        {
            **rest.row_out(row),
            "name": row.name,
            "color": row.color,
            "customers": counts[row.pk][0],
            "contacts": counts[row.pk][1],
        }
        for row in rows
    ]
