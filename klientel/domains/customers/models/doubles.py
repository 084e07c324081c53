"""What the finder of duplicates leaves behind, and what somebody said is none."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.base import ModelState
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from klientel.domains.customers.category import LIVE
from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row, RowQuerySet

from .contact import Contact
from .customer import Customer


class Of(models.TextChoices):
    CUSTOMERS = "customers", _("Customers")
    CONTACTS = "contacts", _("Contacts")


def _may_see(actor: Actor, name: str = "of") -> Q:
    kinds = [of.value for of in Of if actor.may(f"{of.value}.view")]
    return Q(**{f"{name}__in": kinds})


def _are_seen(actor: Actor, prefix: str = "") -> Q:
    """Both records are there for this actor; asked row by row."""
    found = Q(pk__in=[])
    for of, model in ((Of.CUSTOMERS, Customer), (Of.CONTACTS, Contact)):
        both = Q(**{f"{prefix}of": of})
        for name in ("first", "second"):
            rows = model._default_manager.visible_to(actor).filter(pk=OuterRef(name))
            both &= Q(Exists(rows))
        found |= both
    return found


class DoubleRunQuerySet(models.QuerySet["DoubleRun"]):
    def visible_to(self, actor: Actor) -> DoubleRunQuerySet:
        """How far it is; what it found is shown by the rule of its records."""
        return self.filter(_may_see(actor))


class DoubleRun(models.Model):
    """One pass over all customers, or all contacts. The truth is the row: stage, cursor, lease."""

    class Stage(models.TextChoices):
        KEYS = "keys", _("Reading")
        PAIRS = "pairs", _("Comparing")
        GROUPS = "groups", _("Sorting")
        DONE = "done", _("Done")

    of = models.CharField(max_length=10, choices=Of)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.KEYS)
    # The last record or key accounted for; at first before all of them.
    cursor = models.BigIntegerField(default=-(2**63))
    done = models.PositiveIntegerField(default=0)  # of this stage
    total = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)  # groups
    seconds = models.FloatField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    worker = models.CharField(max_length=36, blank=True)  # who holds the lease
    heartbeat = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    objects = DoubleRunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["of", "stage"], name="double_run_of")]

    def __str__(self) -> str:
        return f"{self.of} {self.pk}"

    @property
    def is_working(self) -> bool:
        return self.stage != self.Stage.DONE


class DoubleKeyQuerySet(models.QuerySet["DoubleKey"]):
    def visible_to(self, _actor: Actor) -> DoubleKeyQuerySet:
        """Nobody's: it is for the finder alone."""
        return self.none()


class DoubleKey(models.Model):
    """Records that share one are compared. Gone when the run is through."""

    run = models.ForeignKey(DoubleRun, on_delete=models.CASCADE, db_index=False, related_name="+")
    key = models.BigIntegerField()  # a digest: who shares one by chance is compared in vain
    record = models.BigIntegerField()
    objects = DoubleKeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "key", "record"], name="double_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.record}"

    @classmethod
    def make(cls, run_id: int, key: int, record: int) -> DoubleKey:
        """As the constructor, at a part of its cost: there are ten for each record."""
        row = cls.__new__(cls)
        row._state = ModelState()
        row.__dict__.update(id=None, run_id=run_id, key=key, record=record)
        return row


class DoubleGroupQuerySet(models.QuerySet["DoubleGroup"]):
    def visible_to(self, actor: Actor) -> DoubleGroupQuerySet:
        """With two records left that this actor sees and nobody has told apart."""
        pairs = DoublePair.objects.visible_to(actor).filter(group=OuterRef("pk"))
        return self.filter(Exists(pairs))


class DoubleGroup(models.Model):
    """Records that look like one; `score` is that of its surest pair, of 100."""

    run = models.ForeignKey(DoubleRun, on_delete=models.CASCADE, db_index=False, related_name="+")
    score = models.PositiveSmallIntegerField()
    objects = DoubleGroupQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "score", "id"], name="double_group_by_score")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.pk}"


class DoublePairQuerySet(models.QuerySet["DoublePair"]):
    def visible_to(self, actor: Actor) -> DoublePairQuerySet:
        apart = Distinct.objects.filter(
            LIVE, of=OuterRef("run__of"), first=OuterRef("first"), second=OuterRef("second")
        )
        return self.filter(_are_seen(actor, "run__"), ~Exists(apart))


class DoublePair(models.Model):
    run = models.ForeignKey(DoubleRun, on_delete=models.CASCADE, db_index=False, related_name="+")
    group = models.ForeignKey(
        DoubleGroup, on_delete=models.SET_NULL, null=True, related_name="pairs"
    )
    first = models.BigIntegerField()  # the lower key
    second = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    reasons = models.CharField(max_length=60)  # codes, the surest first
    objects = DoublePairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "first", "second"], name="double_pair_once")
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.second}"


class DistinctQuerySet(RowQuerySet["Distinct"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> DistinctQuerySet:
        return self.filter(_are_seen(actor), deleted_at__isnull=not deleted)


class Distinct(Row):
    """Two records somebody looked at and said that they are not the same."""

    of = models.CharField(max_length=10, choices=Of)
    first = models.BigIntegerField()  # the lower key
    second = models.BigIntegerField()
    objects = DistinctQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["of", "first", "second"], condition=LIVE, name="distinct_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
