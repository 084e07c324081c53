"""`batches`: what was done in one act, and taking it back."""

# Annotations are read at run time by ninja, so they are not postponed here.
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from ninja import Router
from pydantic import Field

from klientel.foundation.access import Request, requires
from klientel.foundation.rest.gate import BATCH
from klientel.foundation.rest.idempotency import in_steps
from klientel.foundation.rest.schemas import Output

from . import queries, undo

router = Router(tags=["batches"])


class BatchOut(Output):
    id: str
    actor: str
    origin: str
    at: datetime
    entries: int
    undo_of: str | None = Field(description="The batch that this one took back.")
    undone: bool = Field(description="Whether nothing of it is left to be taken back.")
    may_undo: bool


class RefusalOut(Output):
    """Something that stays as it is, because it was changed since or is needed."""

    model: str
    key: int
    name: str
    reason: str
    attribute: str


class UndoneOut(Output):
    batch: str = Field(description="The undo is a batch itself and can be undone.")
    undone: int = Field(description="Rows that were taken back.")
    refused: list[RefusalOut]


@router.get("/{str:batch_id}", response=BatchOut, summary="Read a batch")
@requires("journal.view")
def batch_read(request: Request, batch_id: str) -> Any:
    """One act: a request that wrote, a form, an import run, an undo."""
    found = queries.batch(batch_id)
    if found is None:
        raise Http404
    return queries.summary(request.actor, found)


@router.post("/{str:batch_id}/undo", response=UndoneOut, summary="Undo a batch")
@in_steps
@requires("journal.view")
def batch_undo(request: Request, response: HttpResponse, batch_id: str) -> Any:
    """One's own, or anybody's with the permission. May be sent again after an interruption."""
    try:
        outcome = undo.undo_batch(request.actor, batch_id)
    except LookupError as error:
        raise Http404 from error
    response[BATCH] = outcome.batch
    return {
        "batch": outcome.batch,
        "undone": outcome.undone,
        "refused": [vars(refusal) for refusal in outcome.refused],
    }
