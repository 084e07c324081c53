"""`duplicates/customers` and `duplicates/contacts`: what looks like one, and looking anew."""

# Annotations are read at run time by ninja, so they are not postponed here.
from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from ninja import Query, Router, Status
from pydantic import Field

from klientel.domains.customers import doubled, tasks
from klientel.domains.customers.actions.doubles import apart, running
from klientel.domains.customers.actions.uniting.merge import MOST
from klientel.domains.customers.alike import REASONS
from klientel.domains.customers.models.doubles import DoubleRun, Of
from klientel.foundation.access import Actor, Request, requires
from klientel.foundation.rest.schemas import Input, Output
from klientel.foundation.rest.schemas import Query as Asked

from .schemas import examples

router = Router(tags=["duplicates"])


class GroupQuery(Asked):
    cursor: str = Field(default="", max_length=200)
    certainty: str = Field(
        default="", max_length=10, json_schema_extra={"enum": ["", *doubled.LEVELS]}
    )
    reason: str = Field(default="", max_length=10, json_schema_extra={"enum": ["", *REASONS]})


class MemberOut(Output):
    id: int
    name: str


class GroupOut(Output):
    score: int = Field(description="Of 100, that of the surest pair.")
    certainty: str
    reasons: list[str] = Field(description="In words, in the caller's language.")
    records: list[MemberOut]


class RunOut(Output):
    stage: str
    done: int = Field(description="Of this stage.")
    total: int
    found: int = Field(description="Groups, whoever sees them.")
    created_at: datetime
    finished_at: datetime | None


class GroupPage(Output):
    items: list[GroupOut]
    next_cursor: str | None
    run: RunOut | None = Field(description="The one whose groups these are.")
    working: RunOut | None = Field(description="The one that is at it.")


class ApartIn(Input):
    model_config = examples({"ids": [4711, 4712]})

    ids: list[Annotated[int, Field(ge=1, le=2**63 - 1)]] = Field(min_length=2, max_length=MOST)


@router.get("/customers", response=GroupPage, summary="List customers that look like one")
@requires("customers.merge")
def duplicate_customers(request: Request, query: Query[GroupQuery]) -> Any:
    """Without those that were merged or told apart since they were looked for."""
    return _page(request.actor, Of.CUSTOMERS, query)


@router.get("/contacts", response=GroupPage, summary="List contacts that look like one")
@requires("contacts.merge")
def duplicate_contacts(request: Request, query: Query[GroupQuery]) -> Any:
    """Without those that were merged or told apart since they were looked for."""
    return _page(request.actor, Of.CONTACTS, query)


@router.post("/customers/find", response={202: RunOut}, summary="Look for duplicate customers")
@requires("customers.merge")
def duplicate_customers_find(request: Request) -> Any:
    """In the background; one that is at it is answered instead of a second."""
    return _find(request.actor, Of.CUSTOMERS)


@router.post("/contacts/find", response={202: RunOut}, summary="Look for duplicate contacts")
@requires("contacts.merge")
def duplicate_contacts_find(request: Request) -> Any:
    """In the background; one that is at it is answered instead of a second."""
    return _find(request.actor, Of.CONTACTS)


@router.post("/customers/apart", response={204: None}, summary="Remember that these differ")
@requires("customers.merge")
def duplicate_customers_apart(request: Request, data: ApartIn) -> Any:
    """Each from each; no later run names them again."""
    apart.tell_apart(request.actor, Of.CUSTOMERS, data.ids)


@router.post("/contacts/apart", response={204: None}, summary="Remember that these differ")
@requires("contacts.merge")
def duplicate_contacts_apart(request: Request, data: ApartIn) -> Any:
    """Each from each; no later run names them again."""
    apart.tell_apart(request.actor, Of.CONTACTS, data.ids)


def _find(actor: Actor, of: Of) -> Status[dict[str, Any] | None]:
    run = running.open_run(actor, of)
    transaction.on_commit(lambda: tasks.find_doubles(run.pk))
    return Status(202, _run_out(run))


def _page(actor: Actor, of: Of, query: GroupQuery) -> dict[str, Any]:
    run, busy = doubled.last_run(actor, of), doubled.working_run(actor, of)
    found: dict[str, Any] = {"items": [], "next_cursor": None}
    if run is not None:
        rows = doubled.groups(actor, run, sure=query.certainty, reason=query.reason)
        part = doubled.page_of(rows, query.cursor)
        found = {
            "items": [_group_out(group) for group in doubled.shown(actor, of, part.items)],
            "next_cursor": part.next_cursor or None,
        }
    return {**found, "run": _run_out(run), "working": _run_out(busy)}


def _group_out(group: doubled.Group) -> dict[str, Any]:
    return {
        "score": group.score,
        "certainty": group.level,
        "reasons": group.reasons,
        "records": [{"id": each.record.pk, "name": each.record.name} for each in group.members],
    }


def _run_out(run: DoubleRun | None) -> dict[str, Any] | None:
    if run is None:
        return None
    names = ("stage", "done", "total", "found", "created_at", "finished_at")
    return {name: getattr(run, name) for name in names}
