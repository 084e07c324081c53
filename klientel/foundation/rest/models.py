"""Answers kept for callers who repeat a POST. Written by `idempotency` alone."""

from django.db import models


class KeptAnswer(models.Model):
    """The first answer to one key of one token; without a status it is still being worked on."""

    owner = models.CharField(max_length=64)  # digest of the token
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)  # digest of what was asked
    claimed_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="kept_answer_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
