"""Everybody who might come by, and what they were told in one word."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User
from tests.api import ROOT, Caller, caller, nobody

from .endpoints import Endpoint, example
from .samples import CUSTOMERS_FILE

ROLES = [role.value for role in reversed(Role)]
ELSEWHERE = "elsewhere"  # all a fleet admin may, whose own customers are others
VISITORS = ["nobody", "disabled", *ROLES, ELSEWHERE]
CALLERS = [
    "nobody",
    "session",
    "disabled",
    "reading",
    *ROLES,
    ELSEWHERE,
]  # the API asks for a token
WORDS = {401: "sign-in", 403: "no", 404: "404", 405: "405"}
CHECKED = {400, 409, 412, 422}  # allowed in, but what was sent is not enough


class Visitors:
    """Each signs in once. What one visit does is taken back before the next."""

    def __init__(self, people: Callable[[str], User]) -> None:
        self.people = people
        self.pages = {name: self._browser(name) for name in VISITORS}
        self.programs = {name: self._program(name) for name in CALLERS}
        User.objects.filter(email="gone@klientel.example").update(is_active=False)

    def _person(self, name: str) -> User:
        if name in ROLES:
            return self.people(name)
        if name == ELSEWHERE:
            return self.people(Role.FLEET_ADMIN)
        if name == "disabled":
            found, _made = User.objects.get_or_create(
                email="gone@klientel.example", defaults={"name": "Gone", "role": Role.ADMIN}
            )
            return found
        return self.people("admin")

    def _browser(self, name: str) -> Client:
        client = Client(raise_request_exception=True)
        if name != "nobody":
            client.force_login(self._person(name))
        return client

    def _program(self, name: str) -> Caller:
        if name == "nobody":
            return nobody()
        if name == "session":
            program = nobody()
            program.client.force_login(self._person(name))
            return program
        return caller(self._person(name), read_only=name == "reading")

    def ask(self, name: str, endpoint: Endpoint, values: dict[str, object]) -> str:
        cache.clear()
        with transaction.atomic():
            if name == ELSEWHERE:
                RoleSight.objects.create(role=Role.FLEET_ADMIN, sight=Sight.MINE)
            response = self._send(name, endpoint, endpoint.address(values))
            word = told(response)
            if response.streaming:
                list(response)  # to its end, which closes the file
            transaction.set_rollback(True)
        return word

    def _send(self, name: str, endpoint: Endpoint, address: str) -> HttpResponseBase:
        if endpoint.operation == "import_create":
            file = SimpleUploadedFile("kunden.csv", CUSTOMERS_FILE)
            content: dict[str, Any] = {"file": file, "kind": "customers"}
            return self.programs[name].upload("imports", content)
        if endpoint.operation == "customer_file_add":
            content = {"file": SimpleUploadedFile("a.txt", b"Text")}
            return self.programs[name].upload(address.removeprefix(ROOT), content)
        if endpoint.operation in {"customer_file_fetch", "person_archive"}:  # answers that stream
            program = self.programs[name]
            return program.client.get(address, headers=program.headers)
        if endpoint.operation:
            program = self.programs[name]
            return _call(program, endpoint, address)
        client = self.pages[name]
        cookies = client.cookies.output(header="", sep=";")
        form = "application/x-www-form-urlencoded"
        response: HttpResponseBase = client.generic(endpoint.method, address, content_type=form)
        client.cookies = SimpleCookie(cookies)
        return response


def _call(program: Caller, endpoint: Endpoint, address: str) -> HttpResponseBase:
    if endpoint.method == "PATCH":
        return program.patch(address, example(endpoint.operation))
    if endpoint.method == "POST":
        return program.post(address, example(endpoint.operation))
    return program.raw(endpoint.method, address)


def told(response: HttpResponseBase) -> str:
    status = response.status_code
    if status in (302, 303):
        target = response["Location"]
        if target.startswith(reverse("account_login")):
            return "sign-in"
        return "again" if target.startswith(reverse("account_reauthenticate")) else "yes"
    if status < 400 or status in CHECKED:
        return "yes"
    return WORDS.get(status, str(status))
