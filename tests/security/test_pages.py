"""Pages: nothing that somebody typed comes alive, and every answer carries its armour."""

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from klientel.domains.customers import cleaning
from klientel.domains.customers.models import Contact
from klientel.services.accounts import actions as accounts
from klientel.services.accounts import actors
from klientel.services.accounts.models import Company, User
from klientel.services.notifications.models import OutboxMail
from klientel.services.transfer import actions as transfer
from tests.api import caller, content
from tests.matrix import samples
from tests.matrix.endpoints import everything

from .pages import CORPUS, injected, read, to_its_end

pytestmark = pytest.mark.django_db
PERSONAL = ("Geheimrat", "streng@geheim.example", "+4930123456", "Verschwiegene Gasse")
ODD = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND")
TEXTS = ("number", "category", "note", "external_source", "external_id")
PERSON_TEXTS = ("title", "first_name", "last_name", "position", "note", "external_source")
PLACE_TEXTS = ("street", "postal_code", "city", "region")


def _texts(names: tuple[str, ...], evil: str) -> dict[str, str]:
    return {name: evil[: cleaning.LENGTHS[name]] for name in names}


def _evil_customer(people: Callable[[str], User], evil: str) -> tuple[int, int, str]:
    """Every text field that takes any text, through the API: customer, contact, batch."""
    program = caller(people("admin"))
    person = {**_texts(PERSON_TEXTS, evil), "emails": [{"value": "a@b.example"}]}
    data: dict[str, Any] = {"name": evil, **_texts(TEXTS, evil), "contacts": [person, person]}
    data["addresses"] = [_texts(PLACE_TEXTS, evil)]
    response = program.post("customers", data)
    customer = content(response, 201)["id"]
    content(program.patch(f"customers/{customer}", {"name": f"{evil} 2", "note": evil * 2}))
    contact = content(program.get(f"customers/{customer}/contacts"))["items"][0]["id"]
    return customer, contact, response["Klientel-Batch"]


def _evil_run(people: Callable[[str], User], evil: str) -> int:
    cells = evil.replace('"', '""')
    file = io.BytesIO(f'Name;E-Mail;"{cells}"\n"{cells}";"{cells}";"{cells}"\n'.encode())
    anna = actors.from_user(people("admin"))
    run = transfer.open_run(anna, "customers", file, name=f"{evil}.csv".replace("/", "_"))
    transfer.plan(anna, run)
    return run.pk


@pytest.mark.parametrize("evil", CORPUS)
def test_nothing_that_was_typed_comes_alive(people: Callable[[str], User], evil: str) -> None:
    things = samples.make(people)
    admin = people("admin")
    customer, contact, batch = _evil_customer(people, evil)
    User.objects.update(name=evil)
    Company.objects.update_or_create(pk=1, defaults={"name": evil, "street": evil, "city": evil})
    accounts.create_token(actors.from_user(admin), admin, name=evil)
    OutboxMail.objects.update(subject=evil, text=evil, html=evil, sender=evil, recipient=evil)
    things = dataclasses.replace(
        things, customer=customer, contact=contact, batch=batch, run=_evil_run(people, evil)
    )
    client = Client()
    client.force_login(admin)
    found = {page.name: injected(response) for page, response in read(client, things)}
    for path in ("/customers", "/contacts"):
        found[f"search {path}"] = injected(client.get(path, {"q": evil, "sort": evil}))
    assert not {name: some for name, some in found.items() if some}


# No address with its path goes to a stranger. `no-referrer` would let browsers send `Origin: null`,
# and the form behind a mailed link could not be posted.
QUIET_REFERRERS = ("same-origin", "strict-origin")


def test_every_page_carries_its_armour(people: Callable[[str], User]) -> None:
    things = samples.make(people)
    for client in (Client(), Client()):
        for page, response in read(client, things):
            policy = response["Content-Security-Policy"]
            assert "unsafe" not in policy, page.name
            for rule in ("default-src 'self'", "object-src 'none'", "base-uri 'none'"):
                assert rule in policy, page.name
            assert "frame-ancestors 'none'" in policy, page.name
            assert response["X-Content-Type-Options"] == "nosniff", page.name
            assert response["X-Frame-Options"] == "DENY", page.name
            assert response["Referrer-Policy"] in QUIET_REFERRERS, page.name
            assert response["Cross-Origin-Opener-Policy"] == "same-origin", page.name
            assert "X-Powered-By" not in response, page.name
            assert "Server" not in response, page.name
        client.force_login(people("admin"))


def test_what_only_some_may_see_is_stored_nowhere(people: Callable[[str], User]) -> None:
    things = samples.make(people)
    client = Client()
    client.force_login(people("admin"))
    for page, response in read(client, things):
        if page.permission != "public" and response.status_code == 200:
            assert "no-store" in response["Cache-Control"], page.name


@pytest.mark.parametrize("role", ["", "admin"])
def test_no_address_breaks_at_an_odd_method(people: Callable[[str], User], role: str) -> None:
    things = samples.make(people)
    client = Client()
    if role:
        client.force_login(people(role))
    routes = {each.route: each for each in everything()}
    for endpoint in routes.values():
        address = endpoint.address(samples.values(endpoint, things))
        for method in ODD:
            with transaction.atomic():
                response = client.generic(method, address)
                to_its_end(response)
                transaction.set_rollback(True)
            assert response.status_code < 500, (method, address)


def test_a_stranger_reads_nothing_about_anybody(people: Callable[[str], User]) -> None:
    things = samples.make(people)
    program = caller(people("admin"))
    street = {"street": PERSONAL[3], "city": "Köln"}
    data = {"name": PERSONAL[0], "emails": [{"value": PERSONAL[1]}], "addresses": [street]}
    content(program.post("customers", {**data, "phones": [{"value": PERSONAL[2]}]}), 201)
    names = [name.encode() for name in (*PERSONAL, "Huber AG", "Favre", "Nora", "Anna Keller")]
    assert Contact.objects.exists()
    client = Client()
    for endpoint in everything():
        if "secret" in endpoint.arguments:
            continue  # whoever holds the link is greeted by name
        cache.clear()
        address = endpoint.address(samples.values(endpoint, things))
        body = b"".join(client.generic(endpoint.method, address))
        assert not [name for name in names if name in body], endpoint.name
