"""JSON as the standard has it: UTF-8, no NaN, no name twice."""

from __future__ import annotations

import json
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values under one name a filter in front might have judged the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("name given twice")
    return found


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        read = json.loads(
            request.body.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_doubles,
        )
        return cast("dict[str, Any]", read)
