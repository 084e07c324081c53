"""Bases and field makers of the schemas in `<domain>/api`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from klientel.foundation.db.rows import Row

MOST = 500
Out = TypeVar("Out")


class Input(BaseModel):
    """What callers send. A name that is not listed is refused, and nothing is guessed: "1" is
    no number and 1 no truth."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Output(BaseModel):
    """What is answered: every field is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class RowOut(Output):
    """What every row tells beside its fields."""

    id: int
    version: int = Field(description="Rises with every change; the ETag.")
    created_at: datetime
    updated_at: datetime


def row_out(row: Row) -> dict[str, Any]:
    """The fields of `RowOut`."""
    return {
        "id": row.pk,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


class PageOut(Output, Generic[Out]):
    """What a list answers."""

    items: list[Out]
    next_cursor: str | None = Field(description="null on the last page")


class Query(BaseModel):
    """Parameters of an address; lists are given by repeating them."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(Query):
    limit: int = Field(default=50, ge=1, le=MOST)
    cursor: str = Field(
        default="", max_length=2000, description="The `next_cursor` of the page before."
    )


class ListQuery(PageQuery):
    cursor: str = Field(
        default="",
        max_length=2000,
        description="The `next_cursor` of the page before, with the same sort and filters.",
    )
    q: str = Field(
        default="",
        max_length=250,
        description="Words, or parts of words, that must all occur; ü, ue and u are one.",
    )
    updated_since: AwareDatetime | None = Field(
        default=None, description="Only what was changed at this time or later."
    )


def text(length: int, description: str = "", *, required: bool = False) -> Any:
    if required:
        return Field(max_length=length, description=description or None)
    return Field(default_factory=str, max_length=length, description=description or None)


def choice(values: Sequence[str], description: str = "") -> Any:
    """The list stands in the documentation; the action checks, in the reader's language."""
    return Field(
        default_factory=str,
        max_length=100,
        description=description or None,
        json_schema_extra={"enum": list(values)},
    )


def flag(description: str = "", *, default: bool = False) -> Any:
    return Field(default_factory=lambda: default, description=description or None)


def several(most: int, description: str = "") -> Any:
    return Field(default_factory=list, max_length=most, description=description or None)
