"""Calls the API in tests as a program would: with a token, with JSON, without cookies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client

from klientel.services.accounts import actions, actors
from klientel.services.accounts.models import User

ROOT = "/api/v1/"


class Caller:
    """One token. `raw` sends bytes as they are, the others send JSON."""

    def __init__(self, secret: str, *, language: str = "en") -> None:
        self.client = Client()
        self.headers = {"Accept-Language": language}
        if secret:
            self.headers["Authorization"] = f"Bearer {secret}"

    def raw(
        self,
        method: str,
        path: str,
        content: bytes = b"",
        *,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponse:
        address = path if path.startswith("/") else ROOT + path
        response = self.client.generic(
            method, address, content, kind, headers={**self.headers, **(headers or {})}
        )
        assert isinstance(response, HttpResponse)
        return response

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.raw("GET", path, headers=_names(headers))

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.raw("DELETE", path, headers=_names(headers))

    def post(self, path: str, data: object = None, **headers: str) -> HttpResponse:
        content = b"" if data is None else json.dumps(data).encode()
        return self.raw("POST", path, content, headers=_names(headers))

    def patch(self, path: str, data: object, **headers: str) -> HttpResponse:
        return self.raw("PATCH", path, json.dumps(data).encode(), headers=_names(headers))

    def upload(self, path: str, data: Mapping[str, Any], **headers: str) -> HttpResponse:
        response = self.client.post(
            ROOT + path, dict(data), headers={**self.headers, **_names(headers)}
        )
        assert isinstance(response, HttpResponse)
        return response


def _names(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def caller(user: User, *, read_only: bool = False, language: str = "en") -> Caller:
    """A caller with a new token of this person."""
    actor = actors.from_user(user)
    _token, secret = actions.create_token(actor, user, name="Test", read_only=read_only)
    return Caller(secret, language=language)


def nobody(*, language: str = "en") -> Caller:
    return Caller("", language=language)


def content(response: HttpResponse, status: int = 200) -> Any:
    """What was answered, after a look at the status."""
    assert response.status_code == status, response.content.decode()[:2000]
    return json.loads(response.content) if response.content else None


def fields(response: HttpResponse, status: int = 422) -> set[str]:
    """The paths a problem names."""
    assert response["Content-Type"] == "application/problem+json", response.content[:500]
    return {error["field"] for error in content(response, status)["errors"]}
