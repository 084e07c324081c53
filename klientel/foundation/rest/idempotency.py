"""`Idempotency-Key`: a POST that is sent twice is done once and answered twice.

The key is claimed first, on its own, so that a second caller sees it at once. The work and its
answer are then written in one transaction: a process that dies leaves neither or both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import KeptAnswer
from .problems import Problem

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
CLAIM = timedelta(minutes=1)  # afterwards another caller may try: the first one died or lost
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Klientel-Batch")
KEY = re.compile(r"[\x21-\x7e]{1,255}")
DOCUMENTED: dict[str, Any] = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
    "description": (
        "Any text of your own, such as a UUID. The same request sent again with it within 24 hours "
        "gets the first answer and does nothing (header `Idempotency-Replayed: true`); another "
        "request with it gets 422, one while the first still runs 409. Refused requests are not "
        "kept."
    ),
}


def in_steps(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark an operation that commits step by step and may itself be repeated without harm."""
    view.in_steps = True  # type: ignore[attr-defined]  # read back by the gate
    return view


def once(
    request: HttpRequest, owner: str, work: Callable[[], HttpResponseBase], *, in_steps: bool
) -> HttpResponseBase:
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return work()
    if not KEY.fullmatch(key):
        raise Problem(400, _("An Idempotency-Key has 1 to 255 visible ASCII characters."))
    kept = _claim(owner, key, fingerprint(request))
    if kept.status is not None:
        return _repeat(kept)
    try:
        with nullcontext() if in_steps else transaction.atomic():
            response = work()
            assert isinstance(response, HttpResponse)  # what streams is fetched, never posted
            if response.status_code < 300:
                _keep(kept, response)
            elif not in_steps:
                transaction.set_rollback(True)
    except BaseException:
        _forget(kept)
        raise
    if response.status_code >= 300:
        _forget(kept)
    return response


def _claim(owner: str, key: str, asked: str) -> KeptAnswer:
    now = timezone.now()
    KeptAnswer.objects.filter(claimed_at__lt=now - KEPT_FOR).delete()
    mine = KeptAnswer(owner=owner, key=key, request=asked, claimed_at=now)
    try:
        with transaction.atomic():
            mine.save(force_insert=True)
    except IntegrityError:
        return _theirs(owner, key, asked)
    return mine


def _theirs(owner: str, key: str, asked: str) -> KeptAnswer:
    kept = KeptAnswer.objects.filter(owner=owner, key=key).first()
    if kept is None:
        raise _busy()
    if kept.request != asked:
        raise Problem(422, _("This Idempotency-Key was used for another request."))
    if kept.status is None:
        _take_over(kept)
    return kept


def _take_over(kept: KeptAnswer) -> None:
    now = timezone.now()
    if now - kept.claimed_at < CLAIM:
        raise _busy()
    if not _mine(kept).update(claimed_at=now):
        raise _busy()
    kept.claimed_at = now


def _mine(kept: KeptAnswer) -> Any:
    """The claim as this caller knows it; nothing when another has taken it over."""
    return KeptAnswer.objects.filter(pk=kept.pk, claimed_at=kept.claimed_at, status=None)


def _keep(kept: KeptAnswer, response: HttpResponse) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    body = response.content.decode()
    if not _mine(kept).update(status=response.status_code, body=body, headers=headers):
        raise _busy()


def _forget(kept: KeptAnswer) -> None:
    _mine(kept).delete()


def _repeat(kept: KeptAnswer) -> HttpResponse:
    headers = {**kept.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(kept.body, status=kept.status, headers=headers)


def _busy() -> Problem:
    return Problem(409, headers={"Retry-After": "1"})


def fingerprint(request: HttpRequest) -> str:
    """What was asked. Of a form its content: the boundary between its parts is chance."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for piece in _content(request):
        digest.update(hashlib.sha256(piece).digest())
    return digest.hexdigest()


def _content(request: HttpRequest) -> Iterator[bytes]:
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        yield from (text.encode("utf-8", "replace") for text in (name, *map(str, values)))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"{name}\n{file.name}".encode("utf-8", "replace")
            yield from file.chunks()
            file.seek(0)
