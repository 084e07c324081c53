"""What was removed for good: keys and times, and nothing about whom."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    BIN = "bin", _("Deleted for good from the bin")
    ERASED = "erased", _("Erased on request")


class Removal(models.Model):
    """One record that is gone for good. Read to do it again after an older backup was restored."""

    model = models.CharField(max_length=60)
    key = models.BigIntegerField()
    why = models.CharField(max_length=10, choices=Why)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True)  # no foreign key: the log outlives people

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
