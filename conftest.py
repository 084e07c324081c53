"""What holds for every test: no word to the world outside this machine."""

import ipaddress
import re
import socket
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, settings

from klientel.foundation.access import Actor
from klientel.foundation.db import guard
from klientel.services.accounts import actors
from klientel.services.accounts.models import User

PASSWORD = "Kran-und-Bagger-7"
PERSONAS = {
    "admin": "Anna Keller",
    "fleet_admin": "Farid Benali",
    "user": "Beat Moser",
    "technician": "Chiara Bernasconi",
    "billing": "Babette Roux",
    "read_only": "Dario Hess",
}
HERE = {"localhost", "testserver"}

# A busy machine makes no test fail.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def _is_here(address: object) -> bool:
    """Addresses that are no pair are files or kernel interfaces."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return host in HERE


def _refuse_the_world(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect":
        return
    connection, address = arguments
    if isinstance(connection, socket.socket) and not _is_here(address):
        raise AssertionError(f"A test speaks to {address!r}; only this machine is allowed.")


sys.addaudithook(_refuse_the_world)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the contents of files lie, in a data folder of the test's own."""
    with override_settings(DATA=tmp_path):
        yield tmp_path / "files"


# The test personas: one per role, success and refusal share them --------------------------------


@pytest.fixture
def people(db: None) -> Callable[[str], User]:
    """Makes the person of a role; asked twice, it is the same one."""

    def person(role: str) -> User:
        name = PERSONAS[role]
        email = f"{name.split()[0].lower()}@klientel.example"
        found = User.objects.filter(email=email).first()
        if found is None:
            found = User(email=email, name=name, role=role)
            found.set_password(PASSWORD)
            found.save()
        return found

    return person


@pytest.fixture
def as_role(people: Callable[[str], User]) -> Callable[[str], Actor]:
    """The actor of a role, as if signed in."""
    return lambda role: actors.from_user(people(role))


@pytest.fixture
def anna(as_role: Callable[[str], Actor]) -> Actor:
    """Anna Keller runs everything."""
    return as_role("admin")


@pytest.fixture
def beat(as_role: Callable[[str], Actor]) -> Actor:
    """Beat Moser sells: he edits customers and may not create any."""
    return as_role("user")


@pytest.fixture
def chiara(as_role: Callable[[str], Actor]) -> Actor:
    """Chiara Bernasconi repairs machines."""
    return as_role("technician")


@pytest.fixture
def dario(as_role: Callable[[str], Actor]) -> Actor:
    """Dario Hess is new and may look."""
    return as_role("read_only")


# The write guard: a domain table is written inside `writing` only -------------------------------

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def _refuse_stray_writes(
    execute: Callable[..., object], sql: str, params: object, many: bool, context: object
) -> object:
    match = WRITE.match(sql)
    if match and match[1] in _domain_tables() and not guard.is_open():
        raise AssertionError(f"{match[1]} is written outside writing(): {sql[:200]}")
    return execute(sql, params, many, context)


@cache
def _domain_tables() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("klientel.domains.")
    )


@pytest.fixture(autouse=True)
def write_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    """Watches this thread's connection; the flush after a transactional test is not ours."""
    if not {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    with connection.execute_wrapper(_refuse_stray_writes):
        yield
