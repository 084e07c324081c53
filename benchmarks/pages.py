"""How long pages take, and how many come in a second, from outside over HTTP."""

from __future__ import annotations

import http.client
import json
import random
import re
import statistics
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .installation import Server, Visitor
from .words import name

WARM_UP = 5
Headers = dict[str, str]
Question = tuple[str, str, bytes | None]  # method, path, body


@dataclass(frozen=True)
class Figure:
    what: str
    clients: int
    p50: float  # milliseconds
    p95: float
    a_second: float


class Client:
    """One connection kept open, as a browser does."""

    def __init__(self, server: Server, headers: dict[str, str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._headers = headers

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        self._connection.request(method, path, body=body, headers=self._headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status not in {200, 201}:
            raise SystemExit(f"{method} {path} answered {answer.status}: {text[:300]!r}")
        return text


def measure(server: Server, visitor: Visitor, *, count: int, seconds: float) -> list[Figure]:
    """Every kind of page with 1 and with 8 clients, for `seconds` each."""

    def pages(_number: int) -> Headers:
        return {"Cookie": visitor.cookie, "Accept-Language": "de"}

    def api(number: int) -> Headers:
        token = visitor.tokens[number]
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    deep = at_page(Client(server, pages(0)), 500 if count >= 25_000 else count // 50 - 1)
    keys = _keys(Client(server, api(8)))
    kinds: list[tuple[str, Callable[[int], Headers], Callable[[], Question]]] = [
        ("list", pages, lambda: ("GET", "/customers", None)),
        ("page 500", pages, lambda: ("GET", deep, None)),
        ("search, 3 letters", pages, lambda: ("GET", "/customers?q=mul", None)),
        ("search, rare", pages, lambda: ("GET", f"/customers?q={_rare(count)}", None)),
        ("search, none", pages, lambda: ("GET", "/customers?q=xqzxqz", None)),
        ("all kinds, 3 letters", pages, lambda: ("GET", "/search?q=mul", None)),
        ("all kinds, 1 letter", pages, lambda: ("GET", "/search?q=m", None)),
        ("all kinds, rare", pages, lambda: ("GET", f"/search?q={_rare(count)}", None)),
        ("palette", pages, lambda: ("GET", "/palette?q=kunde", None)),
        ("record page", pages, lambda: ("GET", f"/customers/{random.choice(keys)}", None)),
        ("create", api, lambda: ("POST", "/api/v1/customers", _new())),
    ]
    return [
        run(server, headers, make, what=what, clients=clients, seconds=seconds)
        for what, headers, make in kinds
        for clients in (1, 8)
    ]


def run(
    server: Server,
    headers: Callable[[int], Headers],
    make: Callable[[], Question],
    *,
    what: str,
    clients: int,
    seconds: float,
) -> Figure:
    def one(number: int) -> list[float]:
        client = Client(server, headers(number))
        for _ in range(WARM_UP):
            client.ask(*make())
        taken = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            begun = time.perf_counter()
            client.ask(*make())
            taken.append((time.perf_counter() - begun) * 1000)
        return taken

    with ThreadPoolExecutor(clients) as pool:
        taken = sorted(value for values in pool.map(one, range(clients)) for value in values)
    p95 = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
    return Figure(what, clients, statistics.median(taken), p95, len(taken) / seconds)


def at_page(client: Client, number: int) -> str:
    """The address of the page so many pages on, or of the last, found by following the links."""
    path = "/customers"
    for _ in range(number):
        found = re.search(rb'href="([^"]*cursor=[^"]+)"', client.ask("GET", path))
        if not found:
            return path
        link = found[1].decode().replace("&amp;", "&")
        path = link if link.startswith("/") else f"/customers{link}"
    return path


def _keys(client: Client) -> list[int]:
    found = json.loads(client.ask("GET", "/api/v1/customers?limit=200"))
    return [item["id"] for item in found["items"]]


def _rare(count: int) -> str:
    return name(count // 2).split()[2]


def _new() -> bytes:
    mark = uuid.uuid4().hex[:8]
    return json.dumps(
        {"name": f"Neubau {mark}", "contacts": [{"last_name": "Neu", "first_name": mark}]}
    ).encode()
