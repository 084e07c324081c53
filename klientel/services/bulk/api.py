"""`bulk`: how far a change to many rows is, and what became of them."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router
from pydantic import Field

from klientel.foundation.access import Request, requires
from klientel.foundation.rest.gate import BATCH
from klientel.foundation.rest.schemas import Output

from . import actions, queries
from .models import BulkRun
from .wishes import Wish

router = Router(tags=["bulk"])


class ExampleOut(Output):
    id: int
    field: str
    before: str = Field(description="As people read it.")
    after: str


class RefusedOut(Output):
    id: int
    field: str = Field(description="Empty where it is about the row.")
    reason: str


class BulkOut(Output):
    """`rows` is the sum of `changed`, `same` and `refused`, and in the end `total`."""

    run: int
    kind: str
    state: str = Field(
        description="planning, planned (after a dry run), running, done, failed, cancelled"
    )
    batch: str | None = Field(
        description="For `batches/{id}/undo`; null where nothing was written."
    )
    total: int
    rows: int
    changed: int
    same: int
    refused: int
    moved: int = Field(description="Rows that somebody changed since the check.")
    examples: list[ExampleOut] = Field(description="Of the first ten rows that change.")
    errors: list[RefusedOut] = Field(description="Why rows were refused.")
    error: str
    may_undo: bool
    undone: bool


def begin(
    request: Request, response: HttpResponse, run: BulkRun, *, wish: Wish, is_dry: bool
) -> dict[str, Any]:
    """Up to 200 rows are done when this answers; more go on in the background."""
    if is_dry:
        run = actions.check(request.actor, run, wish)
    else:
        run = actions.start(request.actor, run, wish)
    response["Location"] = reverse("api:bulk_read", args=[run.pk])
    summary = queries.summary(request.actor, run)
    if summary["batch"]:
        response[BATCH] = summary["batch"]
    return summary


@router.get("/{int:run_id}", response=BulkOut, summary="Read a change to many rows")
@requires("bulk.change")
def bulk_read(request: Request, run_id: int) -> Any:
    """While it runs the numbers grow; afterwards they add up."""
    run = get_object_or_404(BulkRun.objects.visible_to(request.actor), pk=run_id)
    return queries.summary(request.actor, run)


@router.post("/{int:run_id}/start", response={202: BulkOut}, summary="Make a checked change")
@requires("bulk.change")
def bulk_start(request: Request, response: HttpResponse, run_id: int) -> Any:
    """After a dry run: for the same rows, as they were looked at."""
    run = get_object_or_404(BulkRun.objects.visible_to(request.actor), pk=run_id)
    summary = queries.summary(request.actor, actions.start(request.actor, run))
    if summary["batch"]:
        response[BATCH] = summary["batch"]
    return summary
