"""`imports`: send a file, watch its run. The same steps as by page and command line."""

# Annotations are read at run time by ninja, so they are not postponed here.
import json
from typing import Any, BinaryIO, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import File, Form, Router, UploadedFile
from pydantic import Field

from klientel.foundation.access import Request, requires
from klientel.foundation.rest.gate import BATCH
from klientel.foundation.rest.problems import unusable
from klientel.foundation.rest.schemas import Output

from . import actions, queries
from .models import Run

router = Router(tags=["imports"])


class LineOut(Output):
    row: int = Field(description="Line of the file, the header is 1.")
    column: str
    value: str
    reason: str


class MappingOut(Output):
    column: str
    property: str = Field(description="Empty where the column goes into the note.")


class RunOut(Output):
    """`rows` is the sum of `created`, `changed`, `same` and `refused` once `state` is `done`."""

    run: int
    batch: str | None = Field(
        description="For `batches/{id}/undo`; null where nothing was written."
    )
    state: str = Field(
        description="uploaded, mapped, planning, planned, running, done, failed, cancelled"
    )
    kind: str
    file: str
    format: str = Field(description="Of the file, as its content says: csv, xlsx, xls, ods, …")
    source: str = Field(description="What of it is read, e.g. the sheet; empty where all of it is.")
    match: str
    mapping: list[MappingOut]
    unmapped: list[str]
    rows: int
    created: int
    changed: int
    same: int
    refused: int
    seconds: float
    errors: list[LineOut] = Field(description="Why rows were refused.")
    remarks: list[LineOut] = Field(description="What was kept as text or left out of a row.")
    error: str
    may_undo: bool
    undone: bool


@router.post("", response={202: RunOut}, summary="Import a file")
@requires("transfer.import")
def import_create(  # noqa: PLR0917  # CONFIG: the parts of the form are its arguments
    request: Request,
    response: HttpResponse,
    file: File[UploadedFile],
    kind: Form[str],
    mapping: Form[str] = "",
    match: Form[str] = "",
    dry_run: Form[bool] = False,  # noqa: FBT002  # CONFIG: as above
) -> Any:
    """`mapping` is a JSON object from column titles to properties and may be left out, as `match`
    may: then both are recognised. With `dry_run` nothing is written, the run ends as `planned`."""
    wanted = _mapping(mapping)
    run = actions.open_run(
        request.actor, kind, cast("BinaryIO", file), name=file.name or "", language=""
    )
    if wanted is not None or match:
        actions.set_mapping(request.actor, run, mapping=wanted, match=match)
    if dry_run:
        actions.plan(request.actor, run)
    else:
        run = actions.start(request.actor, run)
    response["Location"] = reverse("api:import_read", args=[run.pk])
    run.refresh_from_db()
    summary = queries.summary(run, request.actor)
    if summary["batch"]:
        response[BATCH] = summary["batch"]
    return summary


def _mapping(given: str) -> dict[str, str] | None:
    if not given:
        return None
    try:
        found = json.loads(given)
    except (ValueError, RecursionError):
        found = None
    texts = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    if not texts:
        raise unusable("mapping", _("This must be an object of texts."))
    return dict(found)


@router.get("/{int:run_id}", response=RunOut, summary="Read an import run")
@requires("transfer.import")
def import_read(request: Request, run_id: int) -> Any:
    """While it runs the numbers grow; afterwards they add up."""
    run = get_object_or_404(Run.objects.visible_to(request.actor), pk=run_id)
    return queries.summary(run, request.actor)
