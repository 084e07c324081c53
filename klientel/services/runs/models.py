"""What every long work leaves in its row: whose it is, how far it is, who holds it, its undo."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Undo(models.TextChoices):
    NONE = "", _("Not undone")
    WAITING = "waiting", _("Being undone")
    DONE = "done", _("Undone")


WORKING = ("planning", "running")
ENDED = ("done", "failed", "cancelled")


class Run(models.Model):
    """The truth of a work is its row: the queue only wakes a worker, who takes the lease.

    The counts are moved in the transaction that writes a chunk, together with the cursor: they add
    up after any interruption.
    """

    state = models.CharField(max_length=12)  # with the words of each kind of run
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    owner_label = models.CharField(max_length=200)
    origin = models.CharField(max_length=10)
    language = models.CharField(max_length=8)
    batch = models.CharField(max_length=36, unique=True)

    rows = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)  # of work; pauses and other runs not counted
    error = models.TextField(blank=True)  # a message of the catalogue

    worker = models.CharField(max_length=36, blank=True)  # who holds the lease
    heartbeat = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    undo = models.CharField(max_length=10, choices=Undo, blank=True, default="")
    undone = models.PositiveIntegerField(default=0)
    stayed = models.JSONField(default=list)  # what could not be undone: [name, kept reason]

    class Meta:
        abstract = True

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED
