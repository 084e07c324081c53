"""The mail backend of an installation without a mail server: mails stay in the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives

from .models import OutboxMail

SUBJECT = 998  # what a header line may hold


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept = OutboxMail.objects.bulk_create(map(_row, email_messages))
        return len(kept)


def _row(mail: EmailMessage) -> OutboxMail:
    mail.message()  # refuses line breaks in headers, as a real server's backend would
    return OutboxMail(
        sender=str(mail.from_email),
        recipients=", ".join(mail.recipients()),
        subject=str(mail.subject)[:SUBJECT],
        text=str(mail.body),
        html=_html(mail),
    )


def _html(mail: EmailMessage) -> str:
    if not isinstance(mail, EmailMultiAlternatives):
        return ""
    parts = [str(content) for content, kind in mail.alternatives if kind == "text/html"]
    return parts[0] if parts else ""
