"""Tags: words of the installation's own that customers and contacts are marked with.

One that was merged into another, and a name one had before, stand for the one that is left: what
was marked with them is found by it, and no record is written again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from klientel.foundation.access import Actor
from klientel.foundation.db.fields import BytewiseCharField
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.foundation.lib import text

from .category import LAST, LIVE
from .choices import TagColor

ORDER = ("place", "name_fold", "pk")


class TagQuerySet(RowQuerySet["Tag"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> TagQuerySet:
        found = self.filter(deleted_at__isnull=not deleted)
        return found if actor.may("customers.view") or actor.may("contacts.view") else found.none()

    def in_order(self) -> TagQuerySet:
        return self.order_by(*ORDER)


class Tag(Row):
    name = models.CharField(max_length=50)
    name_fold = BytewiseCharField(max_length=60)
    color = models.CharField(max_length=8, choices=TagColor, default=TagColor.GREY)
    place = models.PositiveIntegerField(default=LAST)
    # Never in several steps: who takes this one's place takes over those it stood for.
    stands_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    objects = TagQuerySet.as_manager()
    DERIVED = ("name_fold",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name_fold"], condition=LIVE, name="tag_once"),
            models.CheckConstraint(
                condition=Q(stands_for=None) | Q(deleted_at__isnull=False),
                name="tag_that_stands_for_another_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        self.name_fold = text.fold(self.name)[:60]
