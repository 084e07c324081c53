"""ETag, If-None-Match and If-Match: the version of a row, told and asked for."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from klientel.foundation.db.rows import Row

from .problems import Problem

TAG = re.compile(r'(?:W/)?"(\d{1,9})"')
IF_MATCH: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "If-Match",
            "required": False,
            "schema": {"type": "string"},
            "description": (
                'The ETag the change is based on, such as `"3"`. Fields that others changed since '
                "are merged; where both changed the same field the answer is 412 with both values. "
                "Without this header the last writer wins."
            ),
        }
    ]
}
IF_NONE_MATCH: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "If-None-Match",
            "required": False,
            "schema": {"type": "string"},
            "description": "An ETag received earlier; answers 304 while it still holds.",
        }
    ]
}


def tag(row: Row) -> str:
    return f'"{row.version}"'


def is_known(request: HttpRequest, row: Row) -> bool:
    """Whether the caller has this version already."""
    given = request.headers.get("If-None-Match", "")
    return given.strip() == "*" or str(row.version) in TAG.findall(given)


def not_modified(row: Row) -> HttpResponse:
    return HttpResponse(status=304, headers={"ETag": tag(row)})


def wanted_version(request: HttpRequest, row: Row) -> int | None:
    """The version a change is based on; None when the caller does not say or takes any."""
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        return None
    found = TAG.fullmatch(given)
    if found is None or int(found[1]) > row.version:
        raise Problem(412, _("If-Match names no version of this."), headers={"ETag": tag(row)})
    return int(found[1])


def require_present(request: HttpRequest, row: Row) -> None:
    """For what cannot be merged: the version asked for must be the present one."""
    version = wanted_version(request, row)
    if version is not None and version != row.version:
        raise Problem(412, headers={"ETag": tag(row)})
