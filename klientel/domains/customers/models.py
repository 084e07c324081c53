"""Customers, contacts and what hangs on them, each below the rule that says who sees it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from klientel.foundation.access import Actor
from klientel.foundation.db.fields import BytewiseCharField
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.foundation.lib import text

from . import choices
from .category import LIVE, Category

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


class ContactQuerySet(RowQuerySet["Contact"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> ContactQuerySet:
        found = self.filter(deleted_at__isnull=not deleted)
        return found if actor.may("contacts.view") else found.none()


class Contact(Row):
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
    position = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    primary = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    receives_notifications = models.BooleanField(default=True)
    portal_access = models.BooleanField(default=False)
    external_source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    # Shown where there is no name, as for a shared mailbox.
    email = models.CharField(max_length=254, blank=True)
    objects = ContactQuerySet.as_manager()
    DERIVED: ClassVar = ("name_fold",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=LIVE & Q(primary=True),
                name="contact_one_primary",
            )
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
            models.Index(fields=["external_id"], condition=REFERRED, name="contact_external"),
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
        names = f"{self.last_name} {self.first_name}".strip() or self.email
        self.name_fold = text.fold(names)[:400]


class AddressQuerySet(RowQuerySet["Address"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> AddressQuerySet:
        found = self.filter(deleted_at__isnull=not deleted)
        return found if actor.may("customers.view") else found.none()


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
        return found if actor.may("customers.view") else found.none()


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
        return found if actor.may("customers.view") else found.none()


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
        seen = Q()
        for name, model in (("customer", Customer), ("contact", Contact)):
            for is_gone in {False, deleted}:  # a question a row: lists of all records are long
                rows = model._default_manager.visible_to(actor, deleted=is_gone)
                seen |= Q(Exists(rows.filter(pk=OuterRef(name))))
        return self.filter(seen, deleted_at__isnull=not deleted)


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
        ]

    def __str__(self) -> str:
        return f"{self.text[:79]}…" if len(self.text) > 80 else self.text


class NumberRangeQuerySet(models.QuerySet["NumberRange"]):
    def visible_to(self, actor: Actor) -> NumberRangeQuerySet:
        return self if actor.may("customers.view") else self.none()


class NumberRange(models.Model):
    """Where customer numbers come from: prefix and next figure. One row, locked when drawn from."""

    prefix = models.CharField(max_length=10, blank=True)
    next = models.PositiveBigIntegerField(default=10001)
    digits = models.PositiveSmallIntegerField(default=5)
    objects = NumberRangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.prefix}{self.next:0{self.digits}d}"


class DomainRuleQuerySet(models.QuerySet["DomainRule"]):
    def visible_to(self, actor: Actor) -> DomainRuleQuerySet:
        return self if actor.may("contacts.view") else self.none()

    def current(self) -> str:
        """What is set, or what holds as long as nobody has set anything."""
        return str(getattr(self.first(), "mode", choices.ByDomain.KNOWN.value))


class DomainRule(models.Model):
    """What becomes of a new person whose e-mail domain is known, or not. One row at most."""

    mode = models.CharField(max_length=8, choices=choices.ByDomain, default=choices.ByDomain.KNOWN)
    objects = DomainRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.mode


class SentFormQuerySet(models.QuerySet["SentForm"]):
    def visible_to(self, actor: Actor) -> SentFormQuerySet:
        """One's own; a key somebody else used says nothing."""
        return self.filter(user_id=actor.user_id or 0)


class SentForm(models.Model):
    """A form that has been saved, by the key it carried: sent twice, it counts once."""

    key = models.CharField(max_length=36)
    user_id = models.BigIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    objects = SentFormQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="sent_form_once")]

    def __str__(self) -> str:
        return self.key
