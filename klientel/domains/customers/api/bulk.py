"""`customers/bulk` and `contacts/bulk`: one change to many rows."""

# Annotations are read at run time by ninja, so they are not postponed here.
from collections.abc import Sequence
from typing import Any, Literal, TypeVar

from django.db import models
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from klientel.domains.customers import tables
from klientel.domains.customers.cleaning import LENGTHS, MOST
from klientel.domains.customers.custom import flat
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.successors import RULE
from klientel.foundation.access import Request, requires
from klientel.foundation.rest import schemas as rest
from klientel.foundation.rest.problems import unusable
from klientel.foundation.ui.listing import Listing, Table
from klientel.services.bulk import actions
from klientel.services.bulk.api import BulkOut, begin
from klientel.services.bulk.wishes import Wish
from klientel.services.customfields.kinds import VALUES

from . import customs
from .schemas import ContactPatch, CustomerPatch, Key, examples, tags

M = TypeVar("M", bound=models.Model)
of_customers = Router(tags=["customers"])
of_contacts = Router(tags=["contacts"])


class Chosen(rest.Input):
    """Which rows: their ids, or those a list of the pages finds."""

    ids: list[Key] | None = Field(default=None, min_length=1, max_length=actions.MOST)
    query: str | None = Field(
        default=None,
        max_length=4000,
        description="What follows the question mark of a list's address; empty: all there are.",
    )
    dry_run: bool = rest.flag("Nothing is written; the run ends as `planned`.")


class TagsIn(rest.Input):
    tags: list[str] = tags()
    custom: dict[str, list[str]] = Field(
        default_factory=dict,
        max_length=200,
        description="Codes of choices, by key: of fields that hold several.",
    )


class ListsIn(TagsIn):
    team: list[str] = rest.several(MOST, "E-mail addresses of colleagues.")
    staff_teams: list[str] = rest.several(MOST, "Names of their teams.")


class AppendIn(rest.Input):
    note: str = rest.text(LENGTHS["note"], "Becomes the last lines of the note.")


class CustomersBulkIn(Chosen):
    """Fields that are not given stay as they are."""

    model_config = examples({"ids": [12, 15], "set": {"segment": "rental"}, "dry_run": True})
    set: CustomerPatch | None = None
    add: ListsIn | None = None
    remove: ListsIn | None = None
    append: AppendIn | None = None


class ContactsBulkIn(Chosen):
    """Fields that are not given stay as they are. `successors`: who follows primary contacts that
    are set inactive, `next` for the next active contact by name of each customer, else nobody."""

    model_config = examples({"query": "language=", "set": {"language": "fr"}, "dry_run": True})
    set: ContactPatch | None = None
    add: TagsIn | None = None
    remove: TagsIn | None = None
    append: AppendIn | None = None
    successors: Literal["", "next"] = ""


@of_customers.post("/bulk", response={202: BulkOut}, summary="Change many customers")
@requires("customers.change")
def customers_bulk(request: Request, response: HttpResponse, data: CustomersBulkIn) -> Any:
    """One change set with one undo. Rows that cannot be changed are named, the others are written.

    Up to 200 rows are done when this answers; more go on in the background.
    """
    return _begin(request, response, tables.CUSTOMERS, data=data)


@of_contacts.post("/bulk", response={202: BulkOut}, summary="Change many contacts")
@requires("contacts.change")
def contacts_bulk(request: Request, response: HttpResponse, data: ContactsBulkIn) -> Any:
    """As for customers."""
    return _begin(request, response, tables.CONTACTS, data=data)


def _begin(
    request: Request,
    response: HttpResponse,
    table: Table[M],
    *,
    data: CustomersBulkIn | ContactsBulkIn,
) -> dict[str, Any]:
    wish = _wish(data)
    if not wish.names():
        raise unusable("set", _("Choose at least one field."))
    run = actions.open_run(request.actor, table.name, _keys(request, table, data))
    return begin(request, response, run, wish=wish, is_dry=data.dry_run)


def _wish(data: CustomersBulkIn | ContactsBulkIn) -> Wish:
    given = data.model_dump(exclude_unset=True, include={"set", "add", "remove", "append"})
    kind = CUSTOMER if isinstance(data, CustomersBulkIn) else CONTACT
    for name in ("add", "remove"):
        if custom := (given.get(name) or {}).get(VALUES):
            given[name][VALUES] = customs.several(kind, custom, within=name)
    parts = {name: flat(part) for name, part in given.items() if part}
    rule = data.successors if isinstance(data, ContactsBulkIn) else ""
    return Wish.read(parts | ({"given": {RULE: rule}} if rule else {}))


def _keys(request: Request, table: Table[M], data: Chosen) -> Sequence[int]:
    if (data.ids is None) == (data.query is None):
        raise unusable("ids", _("Give either ids or a query."))
    if data.ids is not None:
        return data.ids
    listing = Listing(request.actor, table, QueryDict(data.query or ""))
    if listing.filters.complaints:
        raise unusable("query", " ".join(listing.filters.complaints))
    return list(listing.matches.values_list("pk", flat=True)[: actions.MOST + 1])
