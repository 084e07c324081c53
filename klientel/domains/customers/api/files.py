"""`customers/{id}/files`: list, add, fetch, delete."""

# Annotations are read at run time by ninja, so they are not postponed here.
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import File, Query, Router, UploadedFile
from pydantic import Field

from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Request, requires
from klientel.foundation.db.keyset import page
from klientel.foundation.rest import paging
from klientel.foundation.rest.schemas import Output, PageOut, PageQuery
from klientel.services.files import queries, serving
from klientel.services.files.actions import attaching
from klientel.services.files.models import StoredFile

router = Router(tags=["customers"])


class FileOut(Output):
    id: int
    name: str
    kind: str = Field(description="What the content is, such as pdf, png, docx, text, unknown.")
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str
    added_by: str | None = Field(description="E-mail address of whoever added it.")
    created_at: datetime


class FilePage(PageOut[FileOut]):
    pass


@router.get("/{int:customer_id}/files", response=FilePage, summary="List its files")
@requires("files.view")
def customer_files(request: Request, customer_id: int, query: Query[PageQuery]) -> Any:
    """Newest first."""
    found = queries.files_of(request.actor, _subject(request, customer_id))
    cut = page(found, queries.NEWEST, size=query.limit, cursor=query.cursor)
    return paging.page_out(cut, [_out(file) for file in cut.items])


@router.post("/{int:customer_id}/files", response={201: FileOut}, summary="Add a file")
@requires("files.add")
def customer_file_add(
    request: Request, response: HttpResponse, customer_id: int, *, file: File[UploadedFile]
) -> Any:
    """Its kind is found by its content. Programs are refused."""
    subject = _subject(request, customer_id)
    [added] = attaching.attach(request.actor, subject, attaching.received([file]))
    response["Location"] = reverse("api:customer_file_fetch", args=[customer_id, added.pk])
    return _out(_file(request, customer_id, added.pk))


@router.get("/{int:customer_id}/files/{int:file_id}/content", summary="Fetch a file")
@requires("files.view")
def customer_file_fetch(request: Request, customer_id: int, file_id: int) -> Any:
    """The bytes that were added, always as an attachment."""
    return serving.as_attachment(_file(request, customer_id, file_id))


@router.delete(
    "/{int:customer_id}/files/{int:file_id}", response={204: None}, summary="Delete a file"
)
@requires("files.delete")
def customer_file_delete(request: Request, customer_id: int, file_id: int) -> Any:
    """The batch can be undone."""
    attaching.delete_files(request.actor, [_file(request, customer_id, file_id)])


def _subject(request: Request, customer_id: int) -> tuple[str, int]:
    customers = Customer.objects.visible_to(request.actor)
    return CUSTOMER, get_object_or_404(customers, pk=customer_id).pk


def _file(request: Request, customer_id: int, file_id: int) -> StoredFile:
    found = queries.files_of(request.actor, _subject(request, customer_id))
    return get_object_or_404(found, pk=file_id)


def _out(file: StoredFile) -> dict[str, Any]:
    return {
        "id": file.pk,
        "name": file.name,
        "kind": file.kind,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.digest,
        "added_by": file.added_by.email if file.added_by else None,
        "created_at": file.created_at,
    }
