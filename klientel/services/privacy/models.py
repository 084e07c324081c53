"""How long things are kept, and what was removed for good: keys and times, nothing about whom."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    BIN = "bin", _("Deleted for good from the bin")
    ERASED = "erased", _("Erased on request")
    PERIOD = "period", _("Retention period over")


class Removal(models.Model):
    """One record that is gone for good. Read to do it again after an older backup was restored."""

    model = models.CharField(max_length=60)
    key = models.BigIntegerField()
    why = models.CharField(max_length=10, choices=Why)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True)  # no foreign key: the log outlives people

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class Period(models.Model):
    """For how many days one kind of thing is kept; without a number for ever."""

    kind = models.CharField(max_length=20, primary_key=True)
    days = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class Sweep(models.Model):
    """One passage through what is older than its period. Each step moves it in its transaction."""

    kind = models.CharField(max_length=20)
    before = models.DateTimeField()
    removed = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "id"], name="sweep_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
