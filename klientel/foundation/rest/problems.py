"""What went wrong, as RFC 9457 has it: `application/problem+json`, one shape for everything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE = "application/problem+json"
KINDS = {
    308: ("merged", _("This was merged into another record.")),
    400: ("unreadable", _("The request cannot be read.")),
    401: ("token-needed", _("A valid token is needed.")),
    403: ("not-allowed", _("You may not do this.")),
    404: ("not-found", _("There is nothing here.")),
    405: ("method-not-allowed", _("This cannot be done here.")),
    409: ("in-progress", _("The same request is still being worked on.")),
    412: ("changed-meanwhile", _("Someone else has changed this meanwhile.")),
    413: ("too-large", _("The request is too large.")),
    415: ("media-type", _("This kind of content is not understood here.")),
    422: ("not-usable", _("Some values cannot be used.")),
    429: ("too-many-requests", _("Too many requests in a short time.")),
    500: ("our-fault", _("Something went wrong here. It has been noted.")),
}
Wrong = Mapping[str, Any]  # at least `field` and `message`


class Problem(Exception):
    """Raised anywhere below an operation; becomes the answer."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        errors: Sequence[Wrong] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, errors)
        self.status = status
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


def unusable(field: str, message: str) -> Problem:
    """One value that cannot be used."""
    return Problem(422, errors=[wrong(field, message)])


def wrong(field: str, message: str) -> dict[str, str]:
    return {"field": field, "message": message}


def answer(problem: Problem) -> HttpResponse:
    name, title = KINDS.get(problem.status, ("other", _("The request cannot be answered.")))
    content: dict[str, Any] = {
        "type": f"urn:klientel:problem:{name}",
        "title": str(title),
        "status": problem.status,
    }
    if problem.detail:
        content["detail"] = problem.detail
    if problem.errors:
        content["errors"] = problem.errors
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(
        text.encode("utf-8", "replace"),
        status=problem.status,
        headers={"Content-Type": MEDIA_TYPE, **problem.headers},
    )


class FieldProblem(BaseModel):
    """One value and what is wrong with it; at 412 with the values of both sides."""

    model_config = ConfigDict(extra="allow")
    field: str = Field(description="Path of the value, empty for the whole.")
    message: str


class ProblemOut(BaseModel):
    """What every answer from 400 on looks like; the words are in the caller's language."""

    model_config = ConfigDict(
        title="Problem",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:klientel:problem:not-usable",
                    "title": "Some values cannot be used.",
                    "status": 422,
                    "errors": [
                        {"field": "emails.0.value", "message": "“x” is not an e-mail address."}
                    ],
                }
            ]
        },
    )
    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[FieldProblem] = []
