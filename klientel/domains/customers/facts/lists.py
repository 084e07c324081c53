"""What can happen to the lists and rules the records follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klientel.services.journal.facts import Fact, Subject

CATEGORY = "customers.category"
TAG = "customers.tag"


@dataclass(frozen=True)
class SettingChanged(Fact):
    """Of no row, so in the history of none."""

    before: str
    after: str

    def subjects(self) -> list[Subject]:
        return []


@dataclass(frozen=True)
class DomainRuleChanged(SettingChanged):
    kind: ClassVar = "customers.domain_rule.changed"
    permission: ClassVar = "customers.change_assigning"
    said: ClassVar = gettext_lazy("Assigning by e-mail domain changed")


@dataclass(frozen=True)
class NumberRangeChanged(SettingChanged):
    kind: ClassVar = "customers.number_range.changed"
    permission: ClassVar = "customers.change_numbering"
    said: ClassVar = gettext_lazy("Number range changed")


@dataclass(frozen=True)
class OfCategory(Fact):
    """`parent` is the name of the category of a sub-category, empty for a category."""

    permission: ClassVar = "customers.view"
    category_id: int
    name: str
    parent: str = ""

    def subjects(self) -> list[Subject]:
        return [(CATEGORY, self.category_id)]


@dataclass(frozen=True)
class CategoryAdded(OfCategory):
    kind: ClassVar = "customers.category.added"

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        if data["parent"]:
            return _("Sub-category %(name)s added to %(parent)s") % data
        return _("Category %(name)s added") % data


@dataclass(frozen=True)
class CategoryRenamed(OfCategory):
    kind: ClassVar = "customers.category.renamed"
    said: ClassVar = gettext_lazy("Category %(before)s renamed to %(name)s")
    before: str = ""


@dataclass(frozen=True)
class CategoryMoved(OfCategory):
    kind: ClassVar = "customers.category.moved"
    said: ClassVar = gettext_lazy("Sub-category %(name)s moved from %(before)s to %(parent)s")
    before: str = ""


@dataclass(frozen=True)
class CategoryPlaced(OfCategory):
    """`before` and `after` are its places in its list, from 1."""

    kind: ClassVar = "customers.category.placed"
    before: int = 0
    after: int = 0

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        return _("Category %(name)s moved from place %(before)s to %(after)s") % data


@dataclass(frozen=True)
class CategoryRemoved(OfCategory):
    kind: ClassVar = "customers.category.removed"
    replacement: str = ""
    customers: int = 0

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        if data["replacement"]:
            return _("Category %(name)s removed, replaced by %(replacement)s") % data
        return _("Category %(name)s removed") % data


@dataclass(frozen=True)
class OfTag(Fact):
    permission: ClassVar = "customers.view"
    tag_id: int
    name: str

    def subjects(self) -> list[Subject]:
        return [(TAG, self.tag_id)]


@dataclass(frozen=True)
class TagAdded(OfTag):
    kind: ClassVar = "customers.tag.added"
    said: ClassVar = gettext_lazy("Tag %(name)s added")


@dataclass(frozen=True)
class TagChanged(OfTag):
    """`before` is the name it had, which may be the one it has."""

    kind: ClassVar = "customers.tag.changed"
    before: str = ""
    color: str = ""

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        if data["before"] == data["name"]:
            return _("Tag %(name)s got another colour") % data
        return _("Tag %(before)s renamed to %(name)s") % data


@dataclass(frozen=True)
class TagPlaced(OfTag):
    """`before` and `after` are its places in the list, from 1."""

    kind: ClassVar = "customers.tag.placed"
    said: ClassVar = gettext_lazy("Tag %(name)s moved from place %(before)s to %(after)s")
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class TagMerged(OfTag):
    """What had it has `into` from now on."""

    kind: ClassVar = "customers.tag.merged"
    said: ClassVar = gettext_lazy("Tag %(name)s merged into %(into)s")
    into: str = ""
    into_id: int = 0

    def subjects(self) -> list[Subject]:
        return [(TAG, self.tag_id), (TAG, self.into_id)]


@dataclass(frozen=True)
class TagRemoved(OfTag):
    kind: ClassVar = "customers.tag.removed"
    said: ClassVar = gettext_lazy("Tag %(name)s removed")
