"""Compares what every visitor gets at every address with `expected.txt`.

`UPDATE_MATRIX=1` writes that file anew; its changes are for a reader to judge:
`yes` let in (or in, but asked to correct what was sent), `no` 403, `sign-in` led there or 401,
`again` asked for the password again, `404`, `405`. `elsewhere` is a fleet admin
who sees only customers of their own, of which none is among these; `unknown` is an admin with keys
of nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from klientel.services.accounts.models import User

from . import samples
from .endpoints import Endpoint, everything
from .visitors import CALLERS, VISITORS, Visitors

FILE = Path(__file__).with_name("expected.txt")
IS_UPDATE = bool(os.environ.get("UPDATE_MATRIX"))
ENDPOINTS = everything()
Line = dict[str, str]


def read() -> dict[str, str]:
    lines = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    found = [line.split(None, 2) for line in lines if line and not line.startswith("#")]
    return {f"{method} {route}": rest for method, route, rest in found}


def written(endpoint: Endpoint, line: Line) -> str:
    """Who got the same stands together."""
    groups: dict[str, list[str]] = {}
    for name, word in line.items():
        groups.setdefault(word, []).append(name)
    told = [f"{word}: {' '.join(names)}" for word, names in groups.items()]
    return f"[{endpoint.permission}] " + " | ".join(told)


@pytest.fixture(scope="module")
def expected() -> Iterator[dict[str, str]]:
    found = read()
    yield found
    if IS_UPDATE:
        head = "# Written by UPDATE_MATRIX=1, see test_matrix.py. Every change is to be judged.\n"
        lines = [f"{each.name} {found[each.name]}\n" for each in ENDPOINTS if each.name in found]
        FILE.write_text(head + "".join(lines), encoding="utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("area", sorted({each.area for each in ENDPOINTS}))
def test_every_visitor_gets_what_is_expected(
    area: str, expected: dict[str, str], people: Callable[[str], User]
) -> None:
    things = samples.make(people)
    visitors = Visitors(people)
    found = {
        each.name: written(each, asked(each, visitors, things))
        for each in ENDPOINTS
        if each.area == area
    }
    if IS_UPDATE:
        expected |= found
    assert {name: expected.get(name) for name in found} == found


def asked(endpoint: Endpoint, visitors: Visitors, things: samples.Samples) -> Line:
    here, nowhere = samples.values(endpoint, things), samples.unknown(endpoint)
    names = CALLERS if endpoint.operation else VISITORS
    line = {name: visitors.ask(name, endpoint, here) for name in names}
    if nowhere:
        line["unknown"] = visitors.ask("admin", endpoint, nowhere)
    return line


def test_every_address_declares_what_it_asks_for() -> None:
    assert not [each.name for each in ENDPOINTS if each.permission == "UNDECLARED"]


@pytest.mark.skipif(IS_UPDATE, reason="the file is just being written")
def test_no_line_is_left_of_an_address_that_is_gone() -> None:
    assert set(read()) == {endpoint.name for endpoint in ENDPOINTS}
