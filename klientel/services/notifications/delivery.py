"""From the outbox to the mail server: claimed with a lease, tried again, never forgotten.

A mail may arrive twice when a worker dies between the server's yes and our note of it; both carry
the same Message-ID.
"""

from __future__ import annotations

import smtplib
import uuid
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from klientel.foundation.lib import clock

from . import veil
from .choices import State
from .models import OutboxMail

SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
LEASE: Final = timedelta(
    minutes=2
)  # longer than a server that answers each step at the last moment
PAUSES: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
ANSWER: Final = 500
FINAL: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


@dataclass(frozen=True)
class Outcome:
    state: State
    answer: str = ""
    reached: bool = True  # False: the next mail would fare no better


def sweep() -> None:
    """What a killed worker, a lost wake-up or a server that was down has left."""
    if settings.MAIL_SERVER:
        deliver_due()
    else:
        left = OutboxMail.objects.filter(state__in=OutboxMail.UNDERWAY, due_at__lte=clock.now())
        left.update(state=State.KEPT, due_at=None, worker="")
    veil.sweep()


def purge() -> None:
    """Mails sent long ago. What was not sent stays, whatever became of it."""
    oldest = clock.now() - timedelta(days=settings.MAIL_DAYS)
    OutboxMail.objects.filter(state=State.SENT, sent_at__lt=oldest).delete()


def deliver_due() -> None:
    while mail := _claim():
        outcome = _attempt(mail)
        _note(mail, outcome)
        if not outcome.reached:
            return


def _claim() -> OutboxMail | None:
    with transaction.atomic():
        due = OutboxMail.objects.filter(state__in=OutboxMail.UNDERWAY, due_at__lte=clock.now())
        mail = due.order_by("due_at", "pk").select_for_update(skip_locked=True).first()
        if mail is not None:
            mail.state, mail.worker, mail.tries = State.SENDING, uuid.uuid4().hex, mail.tries + 1
            mail.due_at = clock.now() + LEASE
            mail.save(update_fields=["state", "worker", "tries", "due_at"])
    return mail


def _attempt(mail: OutboxMail) -> Outcome:
    if mail.has_secret and not veil.is_usable(mail):
        return Outcome(State.EXPIRED)
    if mail.tries > len(PAUSES) + 1:
        return Outcome(State.FAILED, mail.answer)
    try:
        _message(mail).send()
    except (OSError, ValueError) as error:  # smtplib's own are OSErrors
        return _refused(mail, error)
    return Outcome(State.SENT)


def _message(mail: OutboxMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.sender,
        [mail.recipient],
        headers={"Message-ID": mail.message_id, "Date": format_datetime(mail.created_at)},
        connection=get_connection(SMTP),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _refused(mail: OutboxMail, error: OSError | ValueError) -> Outcome:
    code, answer = _said(error)
    is_final = isinstance(error, ValueError) or (isinstance(error, FINAL) and code >= 500)
    is_last = is_final or mail.tries > len(PAUSES)
    reached = isinstance(error, (ValueError, smtplib.SMTPSenderRefused, *FINAL))
    return Outcome(State.FAILED if is_last else State.WAITING, answer, reached)


def _said(error: OSError | ValueError) -> tuple[int, str]:
    """The server's code and words; 0 and the system's words where it said nothing."""
    code: int = 0
    said: bytes | str = str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    told = f"{code} {words}" if code else words
    return code, told.replace("\x00", "")[:ANSWER]


def _note(mail: OutboxMail, outcome: Outcome) -> None:
    """Nothing, when the lease ran out and another worker has the mail meanwhile."""
    changes: dict[str, object] = {"state": outcome.state, "answer": outcome.answer, "worker": ""}
    changes["due_at"] = None
    if outcome.state == State.WAITING:
        changes["due_at"] = clock.now() + PAUSES[mail.tries - 1]
    elif outcome.state == State.SENT:
        changes["sent_at"] = clock.now()
    if outcome.state in (State.SENT, State.EXPIRED):
        changes |= veil.erase(mail)
    mine = OutboxMail.objects.filter(pk=mail.pk, state=State.SENDING, worker=mail.worker)
    mine.update(**changes)
