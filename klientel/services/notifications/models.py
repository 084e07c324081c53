"""The outbox: every mail of the product is a row here, written with what causes it."""

from __future__ import annotations

from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone

from .choices import State


def new_message_id() -> str:
    """Stays with the mail through every try, so that a receiver can drop a repeat."""
    return make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost")


class OutboxMail(models.Model):
    """One mail to one person. Only `outbox` and `delivery` write this table.

    Without a mail server it is kept, readable by an administrator; with one it is sent from here.
    """

    UNDERWAY = (State.WAITING, State.SENDING)

    message_id = models.CharField(max_length=255, default=new_message_id)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    has_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    due_at = models.DateTimeField(null=True)  # from when on a worker may take it (again)
    worker = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)  # what the server said when it did not take the mail

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(
                fields=["due_at"],
                name="outbox_due",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["id"], name="outbox_secrets", condition=models.Q(has_secret=True)),
        )

    def __str__(self) -> str:
        return self.subject
