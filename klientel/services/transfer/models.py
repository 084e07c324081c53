"""A run of an import, and what became of those of its rows that are worth showing."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.services.runs import models as runs
from klientel.services.runs.models import ENDED, WORKING, Undo

__all__ = ["ENDED", "WORKING", "Run", "RunRow", "State", "Undo"]


class State(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    MAPPED = "mapped", _("Columns chosen")
    PLANNING = "planning", _("Being checked")
    PLANNED = "planned", _("Checked")
    RUNNING = "running", _("Running")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; those of all with the right to undo them."""
        if not actor.may("transfer.import"):
            return self.none()
        return self if actor.may("journal.undo") else self.filter(owner=actor.user_id or 0)


class Run(runs.Run):
    """One file on its way in. Its cursor is the last row of the file accounted for, its total is
    known after a check."""

    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)

    file = models.FileField(upload_to="imports/%Y/%m", max_length=200)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    layout = models.JSONField()
    mapping = models.JSONField(default=dict)  # column title → property
    match = models.CharField(max_length=30, blank=True)

    created = models.PositiveIntegerField(default=0)
    remarks = models.PositiveIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)  # bytes of the file read so far

    objects = RunQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "heartbeat"], name="run_by_state"),
            models.Index(fields=["sha256"], name="run_by_file"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_check(self) -> bool:
        """Nothing was written yet, and nothing will be unless it is started."""
        return self.state != State.RUNNING and not self.is_ended


class RunRow(models.Model):
    """All refused rows, and the first of each other outcome.

    Reasons are kept sentences: each reader reads them in their own language.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="shown")
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8)
    name = models.CharField(max_length=200, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    key = models.BigIntegerField(null=True)
    differences = models.JSONField(default=list)  # [title, old, new]
    errors = models.JSONField(default=list)  # [column, value, kept reason]
    remarks = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["run", "outcome", "row"], name="run_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.row}"
