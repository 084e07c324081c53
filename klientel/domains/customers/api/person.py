"""`contacts/{id}/person-file` and `contacts/{id}/erase`: all about a person, and its end."""

# Annotations are read at run time by ninja, so they are not postponed here.
from datetime import datetime
from typing import Any, Literal

from django.http import FileResponse
from ninja import Query, Router
from pydantic import Field

from klientel.domains.customers import disclosing
from klientel.domains.customers.actions import erasing
from klientel.domains.customers.person import as_data
from klientel.foundation.access import Request, requires
from klientel.foundation.rest.schemas import Input, Output
from klientel.services.journal import security

from .schemas import examples

router = Router(tags=["privacy"])
Json = dict[str, Any]


class PersonOut(Output):
    """Everything stored about one person; lists are empty where there is nothing."""

    format: str
    id: int
    name: str
    created_at: datetime
    updated_at: datetime
    customer: Json | None
    fields: Json = Field(description="As `contacts/{id}` answers them.")
    deleted_points: list[Json]
    notes: list[Json]
    notes_naming: list[Json] = Field(description="On their customer, where they are named.")
    files: list[Json] = Field(description="`path` is where each lies in the archive.")
    history: list[Json]
    mails: list[Json]
    imports: list[Json]
    seen_by: list[Json]


class ArchiveQuery(Input):
    language: Literal["de", "fr", "en"] = Field("en", description="Of the page to read.")


class EraseIn(Input):
    model_config = examples({"confirm": "erase"})

    confirm: Literal["erase"] = Field(description="Said so, as it cannot be undone.")


class ErasedOut(Output):
    id: int
    name: str = Field(description="The pseudonym that stands for the person from now on.")


@router.get("/{int:contact_id}/person-file", response=PersonOut, summary="All about a person")
@requires("privacy.disclose")
def person_file(request: Request, contact_id: int) -> Any:
    """For requests under Articles 15 and 20 GDPR. It is logged."""
    found = disclosing.person_file(request.actor, disclosing.asked_for(request.actor, contact_id))
    security.log("privacy.disclosed", request.actor, **disclosing.counts(found))
    return as_data(found.person)


@router.get("/{int:contact_id}/person-file/archive", summary="All about a person as ZIP")
@requires("privacy.disclose")
def person_archive(request: Request, contact_id: int, query: Query[ArchiveQuery]) -> Any:
    """A page to read, the same as JSON, and the files. It is logged."""
    contact = disclosing.asked_for(request.actor, contact_id)
    found = disclosing.person_file(request.actor, contact)
    packed = disclosing.archive(found, query.language)
    security.log("privacy.disclosed", request.actor, **disclosing.counts(found))
    response = FileResponse(packed, as_attachment=True, filename=disclosing.file_name(contact))
    response["Content-Type"] = "application/zip"
    return response


@router.post("/{int:contact_id}/erase", response=ErasedOut, summary="Erase a person")
@requires("privacy.erase")
def person_erase(request: Request, contact_id: int, data: EraseIn) -> Any:
    """Article 17 GDPR: the contact stays as a pseudonym, the rest goes. Cannot be undone."""
    erased = erasing.erase_contact(request.actor, disclosing.asked_for(request.actor, contact_id))
    return {"id": erased.pk, "name": erased.name}
