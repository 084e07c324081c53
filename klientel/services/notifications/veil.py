"""Secrets in mails: readable while their link can be used, gone afterwards."""

from __future__ import annotations

import re

from klientel.services.accounts import credentials, tokens

from .choices import State
from .models import OutboxMail

GONE = "[…]"
_LINK = re.compile(rf"\S*{tokens.SECRET.pattern}\S*")


def is_usable(mail: OutboxMail) -> bool:
    """Whether every link in it still leads somewhere."""
    found = tokens.find(mail.text + mail.html)
    return credentials.usable_secrets(found) == found


def shown(mail: OutboxMail) -> OutboxMail:
    """The mail as its reader may see it now. Not to be saved."""
    if mail.has_secret and not is_usable(mail):
        mail.text, mail.html = _without(mail.text), _without(mail.html)
    return mail


def is_veiled(mail: OutboxMail) -> bool:
    return GONE in mail.text


def erase(mail: OutboxMail) -> dict[str, object]:
    """What to write so that its secrets are nowhere any more."""
    return {"text": _without(mail.text), "html": _without(mail.html), "has_secret": False}


def sweep() -> None:
    """Erase the secrets that have become useless; a failed mail with one cannot be sent again."""
    for mail in OutboxMail.objects.filter(has_secret=True).exclude(state__in=OutboxMail.UNDERWAY):
        if not is_usable(mail):
            state = State.EXPIRED if mail.state == State.FAILED else mail.state
            same = OutboxMail.objects.filter(pk=mail.pk, state=mail.state)
            same.update(state=state, **erase(mail))


def _without(text: str) -> str:
    return _LINK.sub(GONE, text)
