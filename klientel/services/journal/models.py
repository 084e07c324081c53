"""What happened, in the order it happened. Written by `writing`, read through `queries`."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Batch(models.Model):
    """One act: a form save, a bulk edit, an import run, an undo."""

    key = models.CharField(max_length=36, primary_key=True)
    actor_id = models.BigIntegerField(null=True)  # no foreign key: the journal outlives people
    actor_label = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=10)
    at = models.DateTimeField()
    undo_of = models.CharField(max_length=36, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """A fact, and what is needed to walk back what was changed for it."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=80)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "id"], name="entry_of_batch")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Mention(models.Model):
    """Which rows an entry is about. A range of keys stands for rows created together."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="mentions")
    model = models.CharField(max_length=60)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["model", "first", "entry"], name="mention_of_row"),
            models.Index(
                fields=["model", "first"],
                name="mention_range",
                condition=models.Q(last__gt=models.F("first")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}:{self.first}-{self.last}"


class SecurityEvent(models.Model):
    """Sign-ins, changes of rights, exports: a chain in which a changed link shows."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    origin = models.CharField(max_length=10)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # no personal values
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ChainHead(models.Model):
    """The one row that serialises writers of the chain."""

    digest = models.CharField(max_length=64, blank=True)
    start = models.CharField(max_length=64, blank=True)  # of the last event that was dropped

    def __str__(self) -> str:
        return self.digest
