"""The customer, its account team, and the rule of sight that everything about it follows.

Who sees only their own customers sees those they are account manager of, or on the account team of,
in person or through a team of the staff. Nothing is derived: the rule reads the column and the rows
that say so. A few are looked up in a list of keys that stays in the database; of many each row met
is asked, as a long list takes longer than the page it is for. Never a join: nothing appears twice.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from klientel.domains.customers import choices
from klientel.domains.customers.category import LIVE, Category
from klientel.foundation.access import Actor
from klientel.foundation.db.fields import BytewiseCharField
from klientel.foundation.db.fixed import Keys
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.foundation.lib import clock, sounds, text
from klientel.services.accounts.models import StaffTeam
from klientel.services.customfields.models import CustomValues

FEW = 10_000  # customers of one's own: up to here the list of keys is quicker
REFERRED = LIVE & ~Q(external_id="")
TAXED = LIVE & ~Q(vat_id="")
PARTED = LIVE & Q(subcategory__isnull=False)
BINNED = Q(deleted_at__isnull=False)
BELONGING = LIVE & Q(parent__isnull=False)
BIN = BINNED & Q(merged_into=None)
MERGED = Q(merged_into__isnull=False)
SOUNDING = LIVE & ~Q(name_sound="")


class CustomerQuerySet(RowQuerySet["Customer"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> CustomerQuerySet:
        """The one rule: who sees which customer. Everything about a customer follows it.

        What was merged into another is not in the bin: it lives on in that one.
        """
        found = self.filter(BIN if deleted else LIVE)
        mine = found if actor.scope == "all" else found.own(actor, deleted=deleted)
        return mine if actor.may("customers.view") else found.none()

    def own(self, actor: Actor, *, deleted: bool = False) -> CustomerQuerySet:
        """In the actor's care; with `deleted`, when they went into the bin."""
        if not deleted and has_few(actor):
            return self.filter(pk__in=_keys(actor))
        return self.own_one_by_one(actor, deleted=deleted)

    def own_one_by_one(self, actor: Actor, *, deleted: bool) -> CustomerQuerySet:
        on_team = TeamMember.objects.filter(_principal(actor), customer=OuterRef("pk"))
        still = Q(deleted_at=None)
        if deleted:  # a customer takes its team along
            still |= Q(deleted_batch=OuterRef("deleted_batch"))
        return self.filter(Q(account_manager=actor.user_id) | Exists(on_team.filter(still)))


class Customer(CustomValues, Row):
    kind = models.CharField(max_length=12, choices=choices.Kind, default=choices.Kind.COMPANY)
    number = models.CharField(max_length=50)
    number_sort = BytewiseCharField(max_length=120)
    name = models.CharField(max_length=200)
    name_fold = BytewiseCharField(max_length=400)
    name_sound = BytewiseCharField(max_length=40, blank=True)
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
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
    )
    # One level. A parent in the bin counts as none: restoring it brings the relation back.
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, db_index=False, related_name="subsidiaries"
    )
    parent_relation = models.CharField(max_length=12, choices=choices.ParentRelation, blank=True)
    external_source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    # Of the main address, kept here so that lists sort by city and imports match by postcode.
    city = models.CharField(max_length=120, blank=True)
    city_fold = BytewiseCharField(max_length=240, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    # Of itself, its contacts, its notes and files: `actions.activity` marks what others do.
    activity_at = models.DateTimeField(editable=False)
    # Whether one of its contacts is the primary one: `actions.seats` keeps it true.
    has_primary = models.BooleanField(default=False, editable=False)
    # Where this one lives on; only what is deleted does, and never in several steps.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    objects = CustomerQuerySet.as_manager()
    DERIVED: ClassVar = (
        "name_fold",
        "name_sound",
        "city_fold",
        "number_sort",
        "parent_relation",
        "activity_at",
        *CustomValues.CUSTOM_DERIVED,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=LIVE, name="customer_number_once"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="customer_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | BINNED, name="customer_merged_is_deleted"
            ),
        ]
        indexes = [
            models.Index(fields=["name_fold", "id"], condition=LIVE, name="customer_by_name"),
            models.Index(fields=["number_sort", "id"], condition=LIVE, name="customer_by_number"),
            models.Index(fields=["number"], condition=BINNED, name="customer_number_in_bin"),
            models.Index(fields=["deleted_at", "id"], condition=BINNED, name="customer_in_bin"),
            models.Index(fields=["city_fold", "id"], condition=LIVE, name="customer_by_city"),
            models.Index(fields=["created_at", "id"], condition=LIVE, name="customer_by_added"),
            models.Index(fields=["updated_at", "id"], condition=LIVE, name="customer_by_change"),
            models.Index(fields=["activity_at", "id"], condition=LIVE, name="customer_activity"),
            models.Index(fields=["segment", "name_fold"], condition=LIVE, name="customer_segment"),
            models.Index(fields=["type", "name_fold"], condition=LIVE, name="customer_type"),
            models.Index(
                fields=["category", "name_fold"], condition=LIVE, name="customer_category"
            ),
            models.Index(
                fields=["subcategory", "name_fold"], condition=PARTED, name="customer_subcategory"
            ),
            # The rare side of each; the other one is met at every turn of the list.
            models.Index(
                fields=["name_fold", "id"],
                condition=LIVE & Q(active=False),
                name="customer_inactive",
            ),
            models.Index(
                fields=["name_fold", "id"],
                condition=LIVE & Q(has_primary=False),
                name="customer_no_primary",
            ),
            # With `deleted_at` for SQLite: only what holds all it is asked is better than a walk
            # through the table, when most customers have the same account manager.
            models.Index(
                fields=["account_manager", "name_fold", "deleted_at"],
                condition=LIVE,
                name="customer_manager",
            ),
            # Those of a company whether deleted or not: what points to it is asked for either way.
            models.Index(
                fields=["parent", "name_fold"],
                condition=Q(parent__isnull=False),
                name="customer_of_parent",
            ),
            models.Index(fields=["name_fold", "id"], condition=BELONGING, name="customer_belongs"),
            models.Index(fields=["external_id"], condition=REFERRED, name="customer_external"),
            models.Index(fields=["vat_id"], condition=TAXED, name="customer_by_vat_id"),
            models.Index(fields=["name_sound", "id"], condition=SOUNDING, name="customer_sound"),
            models.Index(fields=["merged_into"], condition=MERGED, name="customer_merged"),
            models.Index(
                fields=["external_id"],
                condition=MERGED & ~Q(external_id=""),
                name="customer_merged_external",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("customers:detail", args=[self.pk])

    def derive(self) -> None:
        self.name_fold = text.fold(self.name)[:400]
        self.name_sound = sounds.of_company(self.name_fold)
        self.city_fold = text.fold(self.city)[:240]
        self.number_sort = text.natural_key(self.number)[:120]
        self.activity_at = clock.now()
        self.derive_custom()
        if self.parent_id is None:
            self.parent_relation = ""
        elif not self.parent_relation:
            self.parent_relation = choices.ParentRelation.SUBSIDIARY.value


def own_keys(actor: Actor) -> QuerySet[Any, Any]:
    """Of the live customers in somebody's care; one may appear more than once."""
    managed = Customer.objects.filter(LIVE, account_manager=actor.user_id).values("pk")
    live = TeamMember.objects.filter(LIVE).values("customer")
    ways = [live.filter(user=actor.user_id)]
    if actor.teams:
        ways.append(live.filter(staff_team__in=actor.teams))
    return managed.union(*ways, all=True)


def has_few(actor: Actor) -> bool:
    """Whether few are seen. Asked once per actor: it chooses the way of asking, never what is
    found."""
    if actor.scope == "all":
        return False
    if "has_few" not in actor.memo:
        actor.memo["has_few"] = own_keys(actor)[: FEW + 1].count() <= FEW
    return bool(actor.memo["has_few"])


def _keys(actor: Actor) -> Keys:
    if "own_keys" not in actor.memo:
        actor.memo["own_keys"] = Keys.of(own_keys(actor))
    found: Keys = actor.memo["own_keys"]
    return found


def _principal(actor: Actor) -> Q:
    return Q(user=actor.user_id) | Q(staff_team__in=actor.teams)


def of_own(actor: Actor, name: str = "customer", *, deleted: bool = False) -> Q:
    """That a row hangs on a customer of the actor's own; true of all for who sees all.

    `name` is the key that leads there. Rows of no customer are nobody's own. With `deleted` the
    rows are in the bin, and their customers may be there with them.
    """
    if actor.scope == "all":
        return Q()
    if not deleted and has_few(actor):
        return Q(**{f"{name}__in": _keys(actor)})
    of_row = Customer.objects.filter(pk=OuterRef(name))
    return Q(Exists(of_row.own_one_by_one(actor, deleted=deleted)))


class TeamMemberQuerySet(RowQuerySet["TeamMember"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> TeamMemberQuerySet:
        found = self.filter(deleted_at__isnull=not deleted)
        mine = found.filter(of_own(actor, deleted=deleted))
        return mine if actor.may("customers.view") else found.none()


class TeamMember(Row):
    """Who looks after a customer beside its account manager: a colleague or a team of them."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
    )
    staff_team = models.ForeignKey(
        StaffTeam, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    objects = TeamMemberQuerySet.as_manager()
    ROOTS: ClassVar = ("customer",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(staff_team=None), name="team_member_one_kind"
            ),
            models.UniqueConstraint(
                fields=["user", "customer"],
                condition=LIVE & Q(user__isnull=False),
                name="team_member_once",
            ),
            models.UniqueConstraint(
                fields=["staff_team", "customer"],
                condition=LIVE & Q(staff_team__isnull=False),
                name="team_member_team_once",
            ),
        ]
        indexes = [  # which customers somebody looks after; as above
            models.Index(
                fields=["user", "customer", "deleted_at"],
                condition=LIVE & Q(user__isnull=False),
                name="team_member_of_user",
            ),
            models.Index(
                fields=["staff_team", "customer", "deleted_at"],
                condition=LIVE & Q(staff_team__isnull=False),
                name="team_member_of_team",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.staff_team)
