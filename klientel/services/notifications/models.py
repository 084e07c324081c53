"""Mails kept in the database, for an installation that has no mail server."""

from django.db import models
from django.utils import timezone


class OutboxMail(models.Model):
    """One mail as it would have left, readable by an administrator."""

    sender = models.CharField(max_length=320)
    recipients = models.TextField()
    subject = models.CharField(max_length=998)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.subject
