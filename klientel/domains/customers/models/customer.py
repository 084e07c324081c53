"""The customer, below the rule that everything about it follows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from klientel.domains.customers import choices
from klientel.domains.customers.category import LIVE, Category
from klientel.foundation.access import Actor
from klientel.foundation.db.fields import BytewiseCharField
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.foundation.lib import text

REFERRED = LIVE & ~Q(external_id="")
TAXED = LIVE & ~Q(vat_id="")
PARTED = LIVE & Q(subcategory__isnull=False)
BINNED = Q(deleted_at__isnull=False)


class CustomerQuerySet(RowQuerySet["Customer"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> CustomerQuerySet:
        """The one rule: who sees which customer. Everything about a customer follows it."""
        found = self.filter(deleted_at__isnull=not deleted)
        return found if actor.may("customers.view") else found.none()


class Customer(Row):
    kind = models.CharField(max_length=12, choices=choices.Kind, default=choices.Kind.COMPANY)
    number = models.CharField(max_length=50)
    number_sort = BytewiseCharField(max_length=120)
    name = models.CharField(max_length=200)
    name_fold = BytewiseCharField(max_length=400)
    type = models.CharField(max_length=12, choices=choices.CustomerType, default="customer")
    segment = models.CharField(max_length=12, choices=choices.Segment, default="other")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, db_index=False, related_name="customers"
    )
    # One of its category, always: whoever writes one writes both.
    subcategory = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    language = models.CharField(max_length=8, blank=True)
    website = models.CharField(max_length=500, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    external_source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    # Of the main address, kept here so that lists sort by city and imports match by postcode.
    city = models.CharField(max_length=120, blank=True)
    city_fold = BytewiseCharField(max_length=240, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    objects = CustomerQuerySet.as_manager()
    DERIVED: ClassVar = ("name_fold", "city_fold", "number_sort")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=LIVE, name="customer_number_once")
        ]
        indexes = [
            models.Index(fields=["name_fold", "id"], condition=LIVE, name="customer_by_name"),
            models.Index(fields=["number_sort", "id"], condition=LIVE, name="customer_by_number"),
            models.Index(fields=["number"], condition=BINNED, name="customer_number_in_bin"),
            models.Index(fields=["city_fold", "id"], condition=LIVE, name="customer_by_city"),
            models.Index(fields=["created_at", "id"], condition=LIVE, name="customer_by_added"),
            models.Index(fields=["updated_at", "id"], condition=LIVE, name="customer_by_change"),
            models.Index(fields=["segment", "name_fold"], condition=LIVE, name="customer_segment"),
            models.Index(fields=["type", "name_fold"], condition=LIVE, name="customer_type"),
            models.Index(
                fields=["category", "name_fold"], condition=LIVE, name="customer_category"
            ),
            models.Index(
                fields=["subcategory", "name_fold"], condition=PARTED, name="customer_subcategory"
            ),
            models.Index(fields=["external_id"], condition=REFERRED, name="customer_external"),
            models.Index(fields=["vat_id"], condition=TAXED, name="customer_by_vat_id"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("customers:detail", args=[self.pk])

    def derive(self) -> None:
        self.name_fold = text.fold(self.name)[:400]
        self.city_fold = text.fold(self.city)[:240]
        self.number_sort = text.natural_key(self.number)[:120]
