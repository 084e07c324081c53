"""A search in the background, and the keys of the rows it found."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor

from . import kinds


class State(models.TextChoices):
    RUNNING = "running", pgettext_lazy("search", "Searching")
    DONE = "done", pgettext_lazy("search", "Done")
    FULL = "full", pgettext_lazy("search", "Too many hits")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


class LongSearchQuerySet(models.QuerySet["LongSearch"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, of lists that are still open to one."""
        return self.filter(owner=actor.user_id or 0, kind__in=kinds.open_to(actor))


class LongSearch(models.Model):
    """The truth is the row: the queue only wakes a worker, who takes the lease.

    Rows are looked at by key, from the lowest to the one that was the last at the beginning.
    """

    kind = models.CharField(max_length=40)  # of the list
    asked = models.TextField()  # as the list's address has it
    titles = models.JSONField(default=dict)  # what is asked, by language
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    cursor = models.BigIntegerField(default=0)  # the last key looked at
    last = models.BigIntegerField()
    found = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    worker = models.CharField(max_length=36, blank=True)  # who holds the lease
    heartbeat = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    objects = LongSearchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "heartbeat"], name="long_search_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the language of the reader; of earlier versions in that of its owner then."""
        found = self.titles.get((get_language() or "")[:2]) or next(iter(self.titles.values()), "")
        return str(found)

    @property
    def is_working(self) -> bool:
        return self.state == State.RUNNING


class LongHit(models.Model):
    """A row that fitted when it was looked at. Who reads it asks again whether it may be seen."""

    search = models.ForeignKey(
        LongSearch, on_delete=models.CASCADE, db_index=False, related_name="hits"
    )
    key = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "key"], name="long_hit_once")]

    def __str__(self) -> str:
        return f"{self.search_id}:{self.key}"
