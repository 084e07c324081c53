"""Every list page as people see it: all customers, or their own: twelve, 2 % and 30 % of all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import cycle
from urllib.parse import urlencode

from .installation import Server, Visitor
from .pages import Client, Figure, Headers, at_page, run

OWN = ("twelve", "some", "many")
RECORDS = 20  # different ones, in turns


def _where(*condition: str) -> str:
    return f"/customers?{urlencode({'where': json.dumps([condition])})}"


PAGES = {
    "list": "/customers",
    "segment": "/customers?segment=rental",
    "type": "/customers?type=lead",
    "category": "/customers?category=2",
    "status": "/customers?status=inactive",
    "account manager": _where("manager", "in", "7"),
    "no account manager": _where("manager", "empty"),
    "added within 30 days": _where("added", "within", "30", "days"),
    "with primary contact": _where("has_primary", "yes"),
    "without primary contact": _where("has_primary", "no"),
    "active within 7 days": _where("activity", "within", "7", "days"),
    "idle for 90 days": _where("activity", "older", "90", "days"),
    "name contains": _where("name", "has", "bau"),
    "number of a segment": "/customers?segment=rental&count=1",
    "number of 3 letters": "/customers?q=mul&count=1",
    "board": "/customers/board",
    "contacts": "/contacts",
    "tree": "/customers/organisations",
    "search, 3 letters": "/customers?q=mul",
    "search, 4 letters": "/customers?q=mull",
    "search, 2 letters": "/customers?q=mu",
    "search, 1 letter": "/customers?q=m",
    "search, none": "/customers?q=xqzxqz",
    "everywhere, 3 letters": "/search?q=mul",
    "everywhere, 1 letter": "/search?q=m",
    "everywhere, none": "/search?q=xqzxqz",
}


def teams(number: int, count: int) -> list[str]:
    """Of the customer with this number among so many: 12, 2 % and 30 % have one."""
    wanted = {
        "twelve": number % max(1, count // 12) == 7 and number // max(1, count // 12) < 12,
        "some": number % 50 == 3,
        "many": number % 10 < 3,
    }
    return [name for name, is_theirs in wanted.items() if is_theirs]


def measure(
    server: Server, visitors: Mapping[str, Visitor], seconds: float
) -> Iterator[tuple[str, Figure]]:
    """Who, and how long one page takes one client."""
    for who, visitor in visitors.items():
        headers = _headers(visitor)
        for what, paths in _asked(Client(server, headers)).items():
            ask = partial(next, cycle([("GET", path, None) for path in paths]))
            given = partial(_same, headers)
            yield who, run(server, given, ask, what=what, clients=1, seconds=seconds)


def _asked(client: Client) -> dict[str, list[str]]:
    pages = {what: [path] for what, path in PAGES.items()}
    pages["page 500"] = [at_page(client, 500)]
    found = re.findall(rb'href="(/customers/\d+)"', client.ask("GET", "/customers"))
    pages["record page"] = [path.decode() for path in dict.fromkeys(found)][:RECORDS]
    return pages


def _same(headers: Headers, _number: int) -> Headers:
    return headers


def _headers(visitor: Visitor) -> Headers:
    return {"Cookie": visitor.cookie, "Accept-Language": "de"}
