"""The contact, at one customer or at none."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from klientel.domains.customers import choices
from klientel.domains.customers.category import LIVE
from klientel.foundation.access import Actor
from klientel.foundation.db.fields import BytewiseCharField
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.foundation.lib import sounds, text
from klientel.services.customfields.models import CustomValues

from .customer import BIN, BINNED, MERGED, REFERRED, SOUNDING, Customer, of_own


class ContactQuerySet(RowQuerySet["Contact"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> ContactQuerySet:
        found = self.filter(BIN if deleted else LIVE)
        mine = found.filter(of_own(actor, deleted=deleted))
        return mine if actor.may("contacts.view") else found.none()


class Contact(CustomValues, Row):
    """A way to reach someone: a person or a department, at one customer or at none."""

    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, db_index=False, related_name="contacts"
    )
    kind = models.CharField(max_length=12, choices=choices.ContactKind, default="person")
    salutation = models.CharField(max_length=10, choices=choices.Salutation, blank=True)
    title = models.CharField(max_length=60, blank=True)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    name_fold = BytewiseCharField(max_length=400, blank=True)
    name_sound = BytewiseCharField(max_length=40, blank=True)
    position = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    primary = models.BooleanField(default=False)
    primary_technical = models.BooleanField(default=False)
    primary_billing = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    receives_notifications = models.BooleanField(default=True)
    portal_access = models.BooleanField(default=False)
    external_source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    # Shown where there is no name, as for a shared mailbox.
    email = models.CharField(max_length=254, blank=True)
    # Whom this one lives on in, as with customers.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    objects = ContactQuerySet.as_manager()
    DERIVED: ClassVar = ("name_fold", "name_sound", *CustomValues.CUSTOM_DERIVED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=LIVE & Q(primary=True),
                name="contact_one_primary",
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=LIVE & Q(primary_technical=True),
                name="contact_one_technical",
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=LIVE & Q(primary_billing=True),
                name="contact_one_billing",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | BINNED, name="contact_merged_is_deleted"
            ),
        ]
        indexes = [
            # Of a customer in their order; those in the bin are restored with it.
            models.Index(fields=["customer", "name_fold", "id"], name="contact_of_customer"),
            models.Index(
                fields=["name_fold", "id"],
                condition=LIVE & Q(customer=None),
                name="contact_of_nobody",
            ),
            models.Index(fields=["name_fold", "id"], condition=LIVE, name="contact_by_name"),
            models.Index(fields=["created_at", "id"], condition=LIVE, name="contact_by_added"),
            models.Index(fields=["updated_at", "id"], condition=LIVE, name="contact_by_change"),
            models.Index(fields=["deleted_at", "id"], condition=BINNED, name="contact_in_bin"),
            models.Index(fields=["external_id"], condition=REFERRED, name="contact_external"),
            models.Index(fields=["name_sound", "id"], condition=SOUNDING, name="contact_sound"),
            models.Index(fields=["merged_into"], condition=MERGED, name="contact_merged"),
            models.Index(
                fields=["external_id"],
                condition=MERGED & ~Q(external_id=""),
                name="contact_merged_external",
            ),
            # The rare side of each switch; the other one is met at every turn of the list.
            models.Index(
                fields=["name_fold", "id"],
                condition=LIVE & Q(receives_notifications=False),
                name="contact_not_notified",
            ),
            models.Index(
                fields=["name_fold", "id"],
                condition=LIVE & Q(portal_access=True),
                name="contact_with_portal",
            ),
            models.Index(
                fields=["name_fold", "id"],
                condition=LIVE & Q(primary_technical=True),
                name="contact_technical",
            ),
            models.Index(
                fields=["name_fold", "id"],
                condition=LIVE & Q(primary_billing=True),
                name="contact_billing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contacts:detail", args=[self.pk])

    @property
    def name(self) -> str:
        full = " ".join(part for part in (self.title, self.first_name, self.last_name) if part)
        return full or self.email

    def derive(self) -> None:
        names = f"{self.last_name} {self.first_name}".strip()
        self.name_fold = text.fold(names or self.email)[:400]
        self.name_sound = sounds.of_person(self.name_fold) if names else ""
        self.derive_custom()
