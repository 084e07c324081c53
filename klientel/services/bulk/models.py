"""A change to many rows, the rows it is for, and what became of those worth showing."""

from __future__ import annotations

from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.services.runs import models as runs
from klientel.services.runs.models import ENDED, WORKING

from . import kinds

TEXT_MAX: Final = 300  # letters shown of a value
__all__ = ["ENDED", "TEXT_MAX", "WORKING", "BulkRow", "BulkRun", "Piece", "State"]


class State(models.TextChoices):
    OPEN = "open", _("Being prepared")
    PLANNING = "planning", _("Being checked")
    PLANNED = "planned", _("Checked")
    RUNNING = "running", _("Running")
    DONE = "done", _("Changed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; those of all with the right to undo them."""
        found = self.filter(kind__in=kinds.open_to(actor))
        return found if actor.may("journal.undo") else found.filter(owner=actor.user_id or 0)


class BulkRun(runs.Run):
    """The chosen rows are kept from the beginning: what is found again later is not asked for."""

    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    wish = models.JSONField(default=dict)
    form = models.JSONField(default=dict)  # as the page of the fields was sent
    came = models.CharField(max_length=2000, blank=True)  # the list it was opened from
    moved = models.PositiveIntegerField(default=0)  # rows somebody changed since the check
    remarks = models.JSONField(default=dict)  # what else is worth saying: how many, by name

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "heartbeat"], name="bulk_run_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_check(self) -> bool:
        """Nothing was written yet, and nothing will be unless it is started."""
        return self.state in (State.OPEN, State.PLANNING, State.PLANNED)


class Piece(models.Model):
    """As many of the chosen rows as one transaction writes: each its key, and after the check the
    version that was looked at."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="pieces")
    place = models.PositiveIntegerField()
    items = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="bulk_piece_place")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.place}"


class BulkRow(models.Model):
    """All refused rows, and the first of each other outcome.

    Reasons are kept sentences, and values are kept as they are stored: each reader reads them in
    their own language.
    """

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="shown")
    key = models.BigIntegerField()
    outcome = models.CharField(max_length=8)
    name = models.CharField(max_length=200, blank=True)
    differences = models.JSONField(default=list)  # [field, old, new]: text or {"value": …}
    problems = models.JSONField(default=list)  # [field, kept reason]

    class Meta:
        indexes = [models.Index(fields=["run", "outcome", "id"], name="bulk_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.key}"
