"""`categories`: list, read, add, rename, move, remove with replacement."""

# Annotations are read at run time by ninja, so they are not postponed here.
from collections.abc import Sequence
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from klientel.domains.customers import queries
from klientel.domains.customers.actions import categories
from klientel.domains.customers.category import Category
from klientel.domains.customers.cleaning import LENGTHS
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.text import fold
from klientel.foundation.rest import conditions, paging
from klientel.foundation.rest import schemas as rest

from .schemas import examples

router = Router(tags=["categories"])
NOTHING = "none"
SORTS = {"name": "name_fold", "created_at": "created_at", "updated_at": "updated_at"}


class CategoryPatch(rest.Input):
    """Name and place; of a sub-category also another category. What is not given stays."""

    model_config = examples({"name": "Rahmenvertrag"})
    name: str = rest.text(LENGTHS["category"])
    parent_id: int = Field(
        default_factory=int, ge=1, le=2**63 - 1, description="Of the category it belongs to."
    )
    position: int = Field(
        default_factory=int,
        ge=1,
        le=2**31 - 1,
        description="Among those beside it; what is beyond the end is the last.",
    )


class CategoryIn(rest.Input):
    """A category; with `parent_id` a sub-category. There is one level."""

    model_config = examples({"name": "Rahmenvertrag"})
    name: str = rest.text(LENGTHS["category"], required=True)
    parent_id: int | None = Field(default=None, ge=1, le=2**63 - 1)


class CategoryOut(rest.RowOut):
    name: str
    parent_id: int | None = Field(description="null of a category, else that of its category")
    position: int = Field(description="Its place among those beside it, as choices offer them.")
    customers: int = Field(description="How many have it; those in the bin are not counted.")


class CategoryPage(rest.PageOut[CategoryOut]):
    pass


class CategoryQuery(rest.ListQuery):
    parent_id: int | None = Field(
        default=None, ge=1, le=2**63 - 1, description="Only the sub-categories of this one."
    )


class RemovalQuery(rest.Query):
    replacement: int | Literal["none"] | None = Field(
        default=None,
        description=(
            "What its customers get instead: the id of another one, or `none`. Needed when it is "
            "in use, else the answer is 422 and says how many have it."
        ),
    )


@router.get("", response=CategoryPage, summary="List categories")
@requires("customers.view")
def category_list(request: Request, query: Query[CategoryQuery]) -> Any:
    """Categories and sub-categories, by name."""
    found = Category.objects.visible_to(request.actor)
    if query.parent_id is not None:
        found = found.filter(parent=query.parent_id)
    for word in fold(query.q).split():
        found = found.filter(name_fold__contains=word)
    cut = paging.cut(found, query, paging.order("name", SORTS))
    return paging.page_out(cut, _out(cut.items))


@router.post("", response={201: CategoryOut}, summary="Add a category")
@requires("customers.change_lists")
def category_create(request: Request, response: HttpResponse, data: CategoryIn) -> Any:
    """A name that is on the list already, in whatever spelling, is refused."""
    owner = _other(request, "parent_id", data.parent_id) if data.parent_id else None
    made = categories.add_category(request.actor, data.name, owner)
    response["Location"] = reverse("api:category_read", args=[made.pk])
    return _answer(response, made)


@router.get("/{int:category_id}", response=CategoryOut, summary="Read a category")
@requires("customers.view")
def category_read(request: Request, response: HttpResponse, category_id: int) -> Any:
    return _answer(response, _get(request, category_id))


@router.patch(
    "/{int:category_id}", response=CategoryOut, summary="Rename, move or place a category"
)
@requires("customers.change_lists")
def category_change(
    request: Request, response: HttpResponse, category_id: int, *, data: CategoryPatch
) -> Any:
    """The customers that have it read accordingly; their versions rise."""
    row, given = _get(request, category_id), data.model_fields_set
    owner = _other(request, "parent_id", data.parent_id) if "parent_id" in given else None
    name = data.name if "name" in given else None
    position = data.position if "position" in given else None
    categories.change_category(request.actor, row, name=name, parent=owner, position=position)
    return _answer(response, _get(request, category_id))


@router.delete("/{int:category_id}", response={204: None}, summary="Remove a category")
@requires("customers.change_lists")
def category_delete(request: Request, category_id: int, query: Query[RemovalQuery]) -> Any:
    """Its customers get the replacement, its sub-categories go there. The batch can be undone."""
    given = query.replacement
    other = _other(request, "replacement", given) if isinstance(given, int) else None
    row = _get(request, category_id)
    categories.remove_category(request.actor, row, replacement=other, may_empty=given == NOTHING)


def _get(request: Request, key: int) -> Category:
    return get_object_or_404(Category.objects.visible_to(request.actor), pk=key)


def _other(request: Request, field: str, key: int) -> Category:
    found = Category.objects.visible_to(request.actor).filter(pk=key).first()
    if found is None:
        raise ValidationError({field: [_("There is no such category.")]})
    return found


def _answer(response: HttpResponse, row: Category) -> dict[str, Any]:
    response["ETag"] = conditions.tag(row)
    [out] = _out([row])
    return out


def _out(rows: Sequence[Category]) -> list[dict[str, Any]]:
    counts = queries.category_counts([row.pk for row in rows])
    positions = queries.category_positions()
    return [
        {
            **rest.row_out(row),
            "name": row.name,
            "parent_id": row.parent_id,
            "position": positions.get(row.pk, 0),
            "customers": counts.get(row.pk, 0),
        }
        for row in rows
    ]
