"""What hangs on a customer or a contact: addresses, e-mail domains, numbers, notes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from klientel.domains.customers import choices
from klientel.domains.customers.category import LIVE
from klientel.foundation.access import Actor
from klientel.foundation.db.fields import BytewiseCharField
from klientel.foundation.db.rows import Row, RowQuerySet

from .contact import Contact
from .customer import BINNED, Customer, of_own


def hang_on(actor: Actor, *, deleted: bool) -> Q:
    """On a customer or contact the actor sees. A question a row: lists of all records are long."""
    found = Q()
    for name, model in (("customer", Customer), ("contact", Contact)):
        for is_gone in {False, deleted}:
            rows = model._default_manager.visible_to(actor, deleted=is_gone)
            found |= Q(Exists(rows.filter(pk=OuterRef(name))))
    return found


class AddressQuerySet(RowQuerySet["Address"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> AddressQuerySet:
        found = self.filter(deleted_at__isnull=not deleted)
        mine = found.filter(of_own(actor, deleted=deleted))
        return mine if actor.may("customers.view") else found.none()


class Address(Row):
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="addresses")
    purpose = models.CharField(max_length=12, choices=choices.AddressPurpose, default="office")
    street = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    main = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)  # order as the person entered them
    objects = AddressQuerySet.as_manager()
    ROOTS: ClassVar = ("customer",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=LIVE & Q(main=True), name="address_one_main"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street, self.postal_code, self.city) if part)


class EmailDomainQuerySet(RowQuerySet["EmailDomain"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> EmailDomainQuerySet:
        found = self.filter(deleted_at__isnull=not deleted)
        mine = found.filter(of_own(actor, deleted=deleted))
        return mine if actor.may("customers.view") else found.none()


class EmailDomain(Row):
    """Who writes from an address under it belongs to its customer."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="domains")
    domain = BytewiseCharField(max_length=253)
    place = models.PositiveSmallIntegerField(default=0)
    objects = EmailDomainQuerySet.as_manager()
    ROOTS: ClassVar = ("customer",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["domain"], condition=LIVE, name="email_domain_once")
        ]

    def __str__(self) -> str:
        return str(self.domain)


class ContactPointQuerySet(RowQuerySet["ContactPoint"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> ContactPointQuerySet:
        found = self.filter(deleted_at__isnull=not deleted)
        if not actor.may("contacts.view"):
            found = found.filter(contact=None)
        mine = found if actor.scope == "all" else found.filter(hang_on(actor, deleted=deleted))
        return mine if actor.may("customers.view") else found.none()


class ContactPoint(Row):
    """A phone number or an e-mail address of a customer or of a contact."""

    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, db_index=False, related_name="points"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, db_index=False, related_name="points"
    )
    kind = models.CharField(max_length=8, choices=choices.PointKind)
    value = models.CharField(max_length=254)
    key = BytewiseCharField(max_length=254)  # digits of a phone, the folded e-mail address
    preferred = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    objects = ContactPointQuerySet.as_manager()
    DERIVED: ClassVar = ("key",)
    ROOTS: ClassVar = ("customer", "contact")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer=None) ^ Q(contact=None), name="point_one_owner"
            )
        ]
        indexes = [
            models.Index(fields=["key"], condition=LIVE, name="point_by_key"),
            # A point has one owner: each index holds half of them.
            models.Index(
                fields=["customer"], condition=Q(customer__isnull=False), name="point_of_customer"
            ),
            models.Index(
                fields=["contact"], condition=Q(contact__isnull=False), name="point_of_contact"
            ),
        ]

    def __str__(self) -> str:
        return self.value

    def derive(self) -> None:
        if self.kind == choices.PointKind.EMAIL:
            self.key = self.value.casefold()[:254]
        else:
            self.key = "".join(sign for sign in self.value if sign.isdigit())


class NoteQuerySet(RowQuerySet["Note"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> NoteQuerySet:
        """Who sees the record sees what is noted about it."""
        return self.filter(hang_on(actor, deleted=deleted), deleted_at__isnull=not deleted)


class Note(Row):
    """What somebody wrote down about a customer or a contact; the journal says who and when."""

    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, db_index=False, related_name="notes"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, db_index=False, related_name="notes"
    )
    text = models.TextField()
    pinned = models.BooleanField(default=False)
    objects = NoteQuerySet.as_manager()
    ROOTS: ClassVar = ("customer", "contact")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer=None) ^ Q(contact=None), name="note_one_owner"
            )
        ]
        indexes = [
            models.Index(
                fields=["customer"], condition=Q(customer__isnull=False), name="note_of_customer"
            ),
            models.Index(
                fields=["contact"], condition=Q(contact__isnull=False), name="note_of_contact"
            ),
            models.Index(fields=["deleted_at", "id"], condition=BINNED, name="note_in_bin"),
        ]

    def __str__(self) -> str:
        return f"{self.text[:79]}…" if len(self.text) > 80 else self.text
