"""The definition of a field, who sees it, and the columns of records that have such fields."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row, RowQuerySet

from . import kinds
from .choices import LANGUAGES, LISTED, WORDS, IndexState, Type
from .folding import folded

LIVE = Q(deleted_at=None)
LAST = 1_000_000  # the place of those nobody has given one


class DefinitionQuerySet(RowQuerySet["Definition"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> DefinitionQuerySet:
        """Those of the records one sees."""
        names = [kind.name for kind in kinds.seen_by(actor)]
        return self.filter(deleted_at__isnull=not deleted, kind__in=names)

    def in_order(self) -> DefinitionQuerySet:
        return self.order_by("place", "pk")


class Definition(Row):
    """A field of one kind of record. What it is called it says in three languages."""

    kind = models.CharField(max_length=60)
    # Never given twice, not even after removing: records may still hold values under it.
    key = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=8, choices=Type)
    names = models.JSONField(default=dict)  # by language; one at least
    helps = models.JSONField(default=dict)
    limits = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    options = models.JSONField(default=list)  # of choices: code, labels, active
    required = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    indexed = models.BooleanField(default=False)
    index_state = models.CharField(max_length=8, choices=IndexState, blank=True)
    place = models.PositiveIntegerField(default=LAST)  # among those of its kind
    objects = DefinitionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "place"], condition=LIVE, name="customfield_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language, or the first there is."""
        return spoken(self.names) or self.key

    @property
    def help(self) -> str:
        return spoken(self.helps)

    @property
    def is_offered(self) -> bool:
        """Whether forms, lists and files show it."""
        return self.active and self.deleted_at is None

    @property
    def is_searched(self) -> bool:
        """Whether the search finds records by its values."""
        return self.is_offered and self.type in WORDS

    @property
    def is_ready(self) -> bool:
        """Whether its index serves."""
        return self.indexed and self.index_state == IndexState.READY

    @property
    def is_listed(self) -> bool:
        return self.type in LISTED

    def labels(self) -> dict[str, str]:
        """Of its choices by code, in the reader's language; those no longer offered as well."""
        return {each["code"]: spoken(each["labels"]) or each["code"] for each in self.options}

    @property
    def codes(self) -> list[str]:
        """Of its choices, in their order."""
        return [each["code"] for each in self.options]

    def offered(self) -> list[tuple[str, str]]:
        labels = self.labels()
        codes = (each["code"] for each in self.options if each.get("active", True))
        return [(code, labels[code]) for code in codes]

    @property
    def index_name(self) -> str:
        return f"cf_{self.pk}_{self.key}"


class StaleWords(models.Model):
    """The search knows other words of the records with this field than it should.

    They are written anew by their keys, from the lowest; no row is left when all are.
    """

    definition = models.OneToOneField(Definition, on_delete=models.CASCADE, related_name="+")
    cursor = models.BigIntegerField(default=0)  # the last key that was written
    asked = models.PositiveIntegerField(default=1)  # how often, before all were written
    objects: ClassVar[models.Manager[StaleWords]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.definition.key}: {self.cursor}"


def spoken(words: dict[str, str]) -> str:
    own = (get_language() or "en")[:2]
    found = (words.get(language, "") for language in (own, "en", *LANGUAGES))
    return next(filter(None, found), "")


class CustomValues(models.Model):
    """The columns of a kind of record that has such fields.

    `derive` and DERIVED of the model have to take in those of this base.
    """

    custom = models.JSONField(default=dict)
    custom_fold = models.JSONField(default=dict, editable=False)
    CUSTOM_DERIVED: ClassVar = ("custom_fold",)

    class Meta:
        abstract = True

    def derive_custom(self) -> None:
        values: dict[str, Any] = self.custom
        self.custom_fold = {key: folded(value) for key, value in values.items()} if values else {}
