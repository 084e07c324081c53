"""People who see their own customers alone: twelve, some, many. Their pages beside who sees all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from .installation import Server, Visitor
from .pages import Figure, Headers, run

OWN = ("twelve", "some", "many")


def _where(*condition: str) -> str:
    return f"/customers?{urlencode({'where': json.dumps([condition])})}"


PAGES = {
    "list": "/customers",
    "board": "/customers/board",
    "segment": "/customers?segment=rental",
    "type": "/customers?type=lead",
    "inactive": "/customers?status=inactive",
    "no account manager": _where("manager", "empty"),
    "added within 30 days": _where("added", "within", "30", "days"),
    "without primary contact": _where("has_primary", "no"),
    "idle for 90 days": _where("activity", "older", "90", "days"),
    "name contains": _where("name", "has", "bau"),
    "contacts": "/contacts",
    "tree": "/customers/organisations",
    "search, 3 letters": "/customers?q=mul",
    "search, none": "/customers?q=xqzxqz",
}


def teams(number: int, count: int) -> list[str]:
    """Of the customer with this number among so many: 12, 2 % and 30 % have one."""
    wanted = {
        "twelve": number % max(1, count // 12) == 7 and number // max(1, count // 12) < 12,
        "some": number % 50 == 3,
        "many": number % 10 < 3,
    }
    return [name for name, is_theirs in wanted.items() if is_theirs]


def measure(server: Server, visitors: Mapping[str, Visitor], seconds: float) -> list[Figure]:
    return [
        _page(server, visitor, f"{who}: {what}", path=path, seconds=seconds)
        for what, path in PAGES.items()
        for who, visitor in visitors.items()
    ]


def _page(server: Server, visitor: Visitor, what: str, *, path: str, seconds: float) -> Figure:
    def headers(_number: int) -> Headers:
        return {"Cookie": visitor.cookie, "Accept-Language": "de"}

    return run(server, headers, lambda: ("GET", path, None), what=what, clients=1, seconds=seconds)
