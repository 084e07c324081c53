"""`bin/{kind}`: what lies in the bin, bringing it back, deleting it for good."""

# Annotations are read at run time by ninja, so they are not postponed here.
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from ninja import Query, Router
from pydantic import Field

from klientel.domains.customers import binned
from klientel.domains.customers.actions import purging, restoring
from klientel.domains.customers.binned import Kind
from klientel.domains.customers.tables.bin import InName
from klientel.foundation.access import Actor, Request, requires
from klientel.foundation.db.keyset import Order, page
from klientel.foundation.rest import paging
from klientel.foundation.rest.schemas import Input, Output, PageOut, PageQuery, flag

from .schemas import examples

router = Router(tags=["bin"])
MOST = 500
Keys = Annotated[list[int], Field(min_length=1, max_length=MOST)]


class BinQuery(PageQuery):
    q: str = Field("", max_length=200, description="Part of the name, the number or the text.")


class BinnedOut(Output):
    id: int
    name: str
    deleted_at: datetime
    deleted_by: str
    batch: str = Field(description="The act that put it there; others may share it.")
    went_along: str = Field(description="What comes back together with it, in words.")


class BinPage(PageOut[BinnedOut]):
    pass


class RestoreIn(Input):
    model_config = examples({"ids": [4711]})
    ids: Keys
    new_numbers: bool = flag("Customers whose number is taken meanwhile get the next free one.")


class StayedOut(Output):
    id: int
    name: str
    reason: str


class RestoredOut(Output):
    restored: int
    stayed: list[StayedOut] = Field(description="What is still in the bin, and why.")
    remarks: list[str] = Field(description="What came back differently.")


class PurgeIn(Input):
    model_config = examples({"ids": [4711], "confirm": "delete for good"})
    ids: Keys
    confirm: Literal["delete for good"] = Field(description="Said so, as it cannot be undone.")


class PurgedOut(Output):
    """How much has gone, with all that hung on it."""

    customers: int
    contacts: int
    notes: int
    files: int


@router.get("/{str:kind}", response=BinPage, summary="List what is in the bin")
@requires("bin.view")
def bin_list(request: Request, kind: Kind, query: Query[BinQuery]) -> Any:
    """Newest first, as far as the role may delete such records. `kind` names what of it."""
    rows = InName(kind, query.q).narrow(_rows(request.actor, kind))
    order = Order("deleted_at", descending=True)
    cut = page(rows, order, size=query.limit, cursor=query.cursor)
    return paging.page_out(cut, _out(cut.items))


@router.post("/{str:kind}/restore", response=RestoredOut, summary="Restore from the bin")
@requires("bin.view")
def bin_restore(request: Request, kind: Kind, data: RestoreIn) -> Any:
    """With everything that went with it. What cannot come back stays and says why."""
    chosen: dict[Kind, list[Any]] = {kind: _chosen(request.actor, kind, data.ids)}
    outcome = restoring.restore(request.actor, chosen, new_numbers=data.new_numbers)
    stayed = [{"id": row.pk, "name": str(row), "reason": why} for row, why in outcome.stayed]
    return {"restored": outcome.back, "stayed": stayed, "remarks": outcome.remarks}


@router.post("/{str:kind}/purge", response=PurgedOut, summary="Delete for good")
@requires("privacy.purge")
def bin_purge(request: Request, kind: Kind, data: PurgeIn) -> Any:
    """Cannot be undone. Entries of the history stay, without names and values."""
    keys = [row.pk for row in _chosen(request.actor, kind, data.ids)]
    return purging.purge(request.actor, {kind: keys})


def _chosen(actor: Actor, kind: Kind, keys: Sequence[int]) -> list[Any]:
    return list(_rows(actor, kind).filter(pk__in=keys).order_by("pk"))


def _rows(actor: Actor, kind: Kind) -> QuerySet[Any]:
    if kind not in binned.open_kinds(actor):
        raise PermissionDenied(kind)
    return binned.READERS[kind](actor)


def _out(rows: Sequence[Any]) -> list[dict[str, Any]]:
    acts, along = binned.acts(rows), binned.went_along(rows)
    return [
        {
            "id": row.pk,
            "name": str(row),
            "deleted_at": row.deleted_at,
            "deleted_by": acts[row.deleted_batch].who if row.deleted_batch in acts else "",
            "batch": row.deleted_batch,
            "went_along": along.get(row.pk, ""),
        }
        for row in rows
    ]
