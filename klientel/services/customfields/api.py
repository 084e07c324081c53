"""`custom-fields`: list, read, add, change and remove the definitions."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router
from pydantic import ConfigDict, Field

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.rest import conditions
from klientel.foundation.rest import schemas as rest

from .actions import defining
from .actions.checking import HELP_MAX, LENGTH_MAX, NAME_MAX, OPTIONS_MAX, FieldValues
from .choices import IndexState, Type
from .models import Definition

router = Router(tags=["custom fields"])
KEY_MAX = 40


class Words(rest.Input):
    """In the languages of the installation; readers of the others see one of those given."""

    de: str = rest.text(HELP_MAX)
    fr: str = rest.text(HELP_MAX)
    en: str = rest.text(HELP_MAX)


class LimitsIn(rest.Input):
    """Those of the type: `length` of text, `decimals` of numbers, `currency` of money (ISO 4217),
    `min` and `max` of numbers, money and dates."""

    length: int = Field(default=200, ge=1, le=LENGTH_MAX)
    decimals: int = Field(default=0, ge=0, le=4)
    currency: str = Field(default="EUR", min_length=3, max_length=3)
    min: int | float | str | None = None
    max: int | float | str | None = None


class OptionIn(rest.Input):
    code: str = rest.text(KEY_MAX, "Stays as it is; made from the name if not given.")
    labels: Words
    active: bool = rest.flag("Whether forms offer it.", default=True)


class FieldPatch(rest.Input):
    """What is not given stays. Choices that are left out are kept and no longer offered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"required": True}]})
    type: str = rest.choice(Type.values, "Fixed as soon as a record holds a value.")
    names: Words = Field(
        default_factory=Words, description=f"At most {NAME_MAX} characters each; one is needed."
    )
    helps: Words = Field(default_factory=Words, description="What forms say below the field.")
    limits: LimitsIn = Field(default_factory=LimitsIn)
    options: list[OptionIn] = rest.several(OPTIONS_MAX, "Of `choice` and `choices`.")
    required: bool = rest.flag("Asked for by forms and when a record is created here.")
    active: bool = rest.flag("Whether forms, lists and files show it.", default=True)
    indexed: bool = rest.flag("Quick to filter and sort; at most five of a kind.")
    position: int = Field(
        default_factory=int,
        ge=1,
        le=2**31 - 1,
        description="Among the fields of its kind; what is beyond the end is the last.",
    )


class FieldIn(FieldPatch):
    """A field of one kind of record."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "customers.customer",
                    "key": "warranty_until",
                    "type": "date",
                    "names": {"de": "Garantie bis", "en": "Warranty until"},
                }
            ]
        }
    )
    kind: str = Field(max_length=60, description="`customers.customer` or `customers.contact`.")
    key: str = rest.text(KEY_MAX, "Under which records have the value; made from the name.")
    type: str = Field(max_length=8, json_schema_extra={"enum": list(Type.values)})
    names: Words


class OptionOut(rest.Output):
    code: str
    labels: dict[str, str]
    active: bool


class FieldOut(rest.RowOut):
    kind: str
    key: str
    type: Type
    names: dict[str, str]
    helps: dict[str, str]
    limits: dict[str, int | float | str]
    options: list[OptionOut]
    required: bool
    active: bool
    indexed: bool
    index_state: IndexState | None = Field(description="null of a field that is not indexed")
    position: int


class FieldList(rest.Output):
    items: list[FieldOut]


class FieldQuery(rest.Query):
    kind: str = Field(default="", max_length=60, description="Only those of such records.")


@router.get("", response=FieldList, summary="List custom fields")
@requires(SIGNED_IN)
def field_list(request: Request, query: Query[FieldQuery]) -> Any:
    """All of them, in their order; there are a few dozen at most."""
    found = Definition.objects.visible_to(request.actor)
    if query.kind:
        found = found.filter(kind=query.kind)
    return {"items": [_out(row) for row in found.order_by("kind", "place", "pk")]}


@router.post("", response={201: FieldOut}, summary="Add a custom field")
@requires("customfields.manage")
def field_create(request: Request, response: HttpResponse, data: FieldIn) -> Any:
    given = _fields(data)
    made = defining.add_field(request.actor, data.kind, key=data.key, **given)
    if "position" in data.model_fields_set:
        made = defining.place_field(request.actor, made, data.position)
    response["Location"] = reverse("api:field_read", args=[made.pk])
    return _answer(response, made)


@router.get("/{int:field_id}", response=FieldOut, summary="Read a custom field")
@requires(SIGNED_IN)
def field_read(request: Request, response: HttpResponse, field_id: int) -> Any:
    return _answer(response, _get(request, field_id))


@router.patch("/{int:field_id}", response=FieldOut, summary="Change or place a custom field")
@requires("customfields.manage")
def field_change(
    request: Request, response: HttpResponse, field_id: int, *, data: FieldPatch
) -> Any:
    """Values that are there stay, also beyond new limits, until somebody changes them."""
    row = _get(request, field_id)
    if given := _fields(data):
        row = defining.change_field(request.actor, row, **given)
    if "position" in data.model_fields_set:
        row = defining.place_field(request.actor, row, data.position)
    return _answer(response, _get(request, field_id))


@router.delete("/{int:field_id}", response={204: None}, summary="Remove a custom field")
@requires("customfields.manage")
def field_delete(request: Request, field_id: int) -> Any:
    """Its values stay with the records, unseen. The batch can be undone."""
    defining.remove_field(request.actor, _get(request, field_id))


def _fields(data: FieldPatch) -> FieldValues:
    """Only what was given, by the names of the actions."""
    given = data.model_dump(exclude_unset=True, exclude={"kind", "key", "position"})
    return cast("FieldValues", given)


def _get(request: Request, key: int) -> Definition:
    return get_object_or_404(Definition.objects.visible_to(request.actor), pk=key)


def _answer(response: HttpResponse, row: Definition) -> dict[str, Any]:
    response["ETag"] = conditions.tag(row)
    return _out(row)


def _out(row: Definition) -> dict[str, Any]:
    return {
        **rest.row_out(row),
        "kind": row.kind,
        "key": row.key,
        "type": row.type,
        "names": row.names,
        "helps": row.helps,
        "limits": row.limits,
        "options": row.options,
        "required": row.required,
        "active": row.active,
        "indexed": row.indexed,
        "index_state": row.index_state or None,
        "position": row.place,
    }
