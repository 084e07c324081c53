"""What every operation passes before its values are read: token, limit, permission, content."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from types import MethodType
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from ninja.operation import Operation

from klientel.foundation.access import SIGNED_IN, Actor, Request, SignInFirst

from . import idempotency, limits
from .problems import Problem, answer, wrong

Find = Callable[[str], Actor | None]  # from the Authorization header to who is acting
View = Callable[..., HttpResponseBase]
CONTENT = {"body": "application/json", "file": "multipart/form-data", "form": "multipart/form-data"}
BATCH = "Klientel-Batch"  # under this key what was written can be taken back


def gate(find: Find) -> Callable[[View], View]:
    """A decorator for all operations of an API; ninja hands it their bound `run`."""

    def decorate(run: View) -> View:
        assert isinstance(run, MethodType)
        operation = run.__self__
        assert isinstance(operation, Operation)
        asked = Asked(operation)

        def work(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase = run(request, *args, **kwargs)
            if request.method != "GET" and response.status_code < 300:
                response.headers.setdefault(BATCH, request.actor.batch)
            return response

        @wraps(run)
        def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                owner = admit(request, find)
                asked.check(request)
                with timezone.override(request.actor.time_zone or None):
                    return idempotency.once(
                        request,
                        owner,
                        lambda: work(request, *args, **kwargs),
                        in_steps=asked.in_steps,
                    )
            except Exception as error:  # every failure becomes a problem
                return operation.api.on_exception(request, error)

        return inner

    return decorate


def admit(request: Request, find: Find) -> str:
    """Puts the actor on the request, with a batch of its own. Sessions do not count here."""
    header = request.headers.get("Authorization", "")
    actor = find(header)
    if actor is None:
        raise SignInFirst("token")
    owner = hashlib.sha256(header.partition(" ")[2].strip().encode()).hexdigest()
    limits.count(owner)
    request.actor = actor.via("api", batch=uuid.uuid4().hex)
    _speak(request)
    return owner


def _speak(request: Request) -> None:
    """A caller that names no language is answered in that of the token's owner, to the end."""
    if request.actor.language and "Accept-Language" not in request.headers:
        request.LANGUAGE_CODE = request.actor.language
        translation.activate(request.actor.language)


class Asked:
    """What one operation asks of a request."""

    def __init__(self, operation: Operation) -> None:
        view: Any = operation.view_func
        self.permission: str = view.required_permission
        self.in_steps: bool = getattr(view, "in_steps", False)
        sources = {model.__ninja_param_source__: model for model in operation.models}
        query: Any = sources.get("query")
        self.parameters = frozenset(query.__ninja_flatten_map__ if query else ())
        self.content = next((CONTENT[s] for s in CONTENT if s in sources), "")

    def check(self, request: Request) -> None:
        if self.permission != SIGNED_IN:  # which whoever has a token is
            request.actor.require(self.permission)
        if unknown := set(request.GET) - self.parameters:
            sentence = _("There is no such parameter.")
            raise Problem(422, errors=[wrong(name[:80], sentence) for name in sorted(unknown)])
        is_empty = not request.content_type and not request.META.get("CONTENT_LENGTH")
        if self.content and request.content_type != self.content and not is_empty:
            raise Problem(415, _("Send %(kind)s.") % {"kind": self.content})


def settled(view: View) -> View:
    """Around a whole address: other methods are a problem too, and caches are told what to do."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            response = answer(Problem(405, headers={"Allow": response["Allow"]}))
        reads = request.method == "GET"
        response["Cache-Control"] = "private, no-cache" if reads else "no-store"
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        return response

    return inner
