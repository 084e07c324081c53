"""Which customers and contacts are marked with which tags."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from klientel.domains.customers.category import LIVE
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row, RowQuerySet

from .contact import Contact
from .customer import Customer
from .parts import hang_on


class TaggingQuerySet(RowQuerySet["Tagging"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> TaggingQuerySet:
        """Who sees the record sees how it is marked."""
        return self.filter(hang_on(actor, deleted=deleted), deleted_at__isnull=not deleted)


class Tagging(Row):
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, db_index=False, related_name="taggings"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, db_index=False, related_name="taggings"
    )
    objects = TaggingQuerySet.as_manager()
    ROOTS: ClassVar = ("customer", "contact")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer=None) ^ Q(contact=None), name="tagging_one_owner"
            ),
            models.UniqueConstraint(
                fields=["tag", "customer"],
                condition=LIVE & Q(customer__isnull=False),
                name="tagging_customer_once",
            ),
            models.UniqueConstraint(
                fields=["tag", "contact"],
                condition=LIVE & Q(contact__isnull=False),
                name="tagging_contact_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["customer"], condition=Q(customer__isnull=False), name="tagging_of_customer"
            ),
            models.Index(
                fields=["contact"], condition=Q(contact__isnull=False), name="tagging_of_contact"
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)
