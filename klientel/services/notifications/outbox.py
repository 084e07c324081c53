"""Django's mail backend: whatever is sent becomes a row, in the transaction of whoever sends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives
from django.db import transaction

from klientel.foundation.access import Actor
from klientel.foundation.lib import clock
from klientel.services.accounts import tokens
from klientel.services.journal import security

from . import tasks
from .choices import State
from .models import OutboxMail

SUBJECT = 998  # what a header line may hold


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [row for mail in email_messages for row in _rows(mail)]
        OutboxMail.objects.bulk_create(rows)
        if settings.MAIL_SERVER:
            # A lost wake-up costs half a minute: the sweep finds the rows.
            transaction.on_commit(tasks.deliver, robust=True)
        return len(email_messages)


def _rows(mail: EmailMessage) -> Iterator[OutboxMail]:
    """One for each recipient: nobody reads the address of another."""
    if mail.attachments:
        raise ValueError("The outbox holds no attachments.")
    mail.message()  # refuses line breaks in headers
    text, html = str(mail.body), _html(mail)
    now = clock.now()
    for recipient in mail.recipients():
        yield OutboxMail(
            sender=str(mail.from_email),
            recipient=recipient,
            subject=str(mail.subject)[:SUBJECT],
            text=text,
            html=html,
            has_secret=bool(tokens.find(text + html)),
            created_at=now,
            state=State.WAITING if settings.MAIL_SERVER else State.KEPT,
            due_at=now if settings.MAIL_SERVER else None,
        )


def _html(mail: EmailMessage) -> str:
    if not isinstance(mail, EmailMultiAlternatives):
        return ""
    parts = [str(content) for content, kind in mail.alternatives if kind == "text/html"]
    return parts[0] if parts else ""


def send_again(actor: Actor, mail: OutboxMail) -> bool:
    """Whether there was something to do: only what failed starts anew."""
    actor.require("notifications.view_outbox")
    failed = OutboxMail.objects.filter(pk=mail.pk, state=State.FAILED)
    with transaction.atomic():
        if not settings.MAIL_SERVER or not failed.update(
            state=State.WAITING, tries=0, due_at=clock.now()
        ):
            return False
        security.log("notifications.mail.sent_again", actor, mail=mail.pk)
        transaction.on_commit(tasks.deliver, robust=True)
    return True
