"""Categories and their sub-categories, one level, below the rule that says who sees them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from klientel.foundation.access import Actor
from klientel.foundation.db.fields import BytewiseCharField
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.foundation.lib import text

LIVE = Q(deleted_at=None)


LAST = 1_000_000  # the place of those nobody has given one: at the end, by name
ORDER = ("parent__place", "parent__name_fold", "parent", "place", "name_fold", "pk")


class CategoryQuerySet(RowQuerySet["Category"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> CategoryQuerySet:
        found = self.filter(deleted_at__isnull=not deleted)
        return found if actor.may("customers.view") else found.none()

    def in_order(self) -> CategoryQuerySet:
        """As choices offer them; sub-categories go by the order of their categories first."""
        return self.order_by(*ORDER)


class Category(Row):
    """A word of the installation's own for a group of customers, or for a part of such a group."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="subcategories"
    )
    name = models.CharField(max_length=100)
    name_fold = BytewiseCharField(max_length=110)
    place = models.PositiveIntegerField(default=LAST)  # among those beside it
    objects = CategoryQuerySet.as_manager()
    DERIVED = ("name_fold",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name_fold"], condition=LIVE & Q(parent=None), name="category_once"
            ),
            models.UniqueConstraint(
                fields=["parent", "name_fold"],
                condition=LIVE & Q(parent__isnull=False),
                name="subcategory_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        self.name_fold = text.fold(self.name)[:110]
