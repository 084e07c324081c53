"""`search`: a few hits of every kind."""

# Annotations are read at run time by ninja, so they are not postponed here.
from typing import Any

from ninja import Query, Router
from pydantic import Field

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.rest import schemas
from klientel.foundation.rest.schemas import Output

from . import finding

router = Router(tags=["search"])


class SearchQuery(schemas.Query):
    q: str = Field(
        min_length=1,
        max_length=250,
        description="A name, or a part of a number, e-mail address or VAT ID.",
    )


class HitOut(Output):
    id: int
    title: str
    detail: str
    url: str = Field(description="Of its page; begins with a slash.")


class GroupOut(Output):
    name: str = Field(description="The kind, as in the addresses of the API: `customers`.")
    items: list[HitOut] = Field(description=f"At most {finding.SHOWN}, the best first.")
    has_more: bool
    timed_out: bool = Field(description="Whether the search was stopped, as it took too long.")


class FoundOut(Output):
    groups: list[GroupOut] = Field(description="Only kinds with hits that you may see.")


@router.get("", response=FoundOut, summary="Search everything")
@requires(SIGNED_IN)
def search_read(request: Request, query: Query[SearchQuery]) -> Any:
    """Exact numbers and addresses first, then names that begin so, then words, then the rest."""
    return {
        "groups": [
            {
                "name": group.name,
                "items": [
                    {"id": hit.key, "title": hit.title, "detail": hit.detail, "url": hit.url}
                    for hit in group.hits
                ],
                "has_more": group.has_more,
                "timed_out": group.is_too_slow,
            }
            for group in finding.find(request.actor, query.q)
        ]
    }
