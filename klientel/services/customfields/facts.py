"""What can happen to the definitions of fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from klientel.services.journal.facts import Fact, Subject

DEFINITION = "customfields.definition"


@dataclass(frozen=True)
class AboutField(Fact):
    permission: ClassVar = "customfields.manage"
    field_id: int
    name: str

    def subjects(self) -> list[Subject]:
        return [(DEFINITION, self.field_id)]

    def data(self) -> dict[str, Any]:
        return {"name": self.name}


@dataclass(frozen=True)
class FieldAdded(AboutField):
    kind: ClassVar = "customfields.field.added"
    said: ClassVar = _("Field %(name)s added")


@dataclass(frozen=True)
class FieldChanged(AboutField):
    kind: ClassVar = "customfields.field.changed"
    said: ClassVar = _("Field %(name)s changed")


@dataclass(frozen=True)
class FieldPlaced(AboutField):
    """`before` and `after` are its places among the fields of its kind, from 1."""

    kind: ClassVar = "customfields.field.placed"
    before: int = 0
    after: int = 0

    def data(self) -> dict[str, Any]:
        return {"name": self.name, "before": self.before, "after": self.after}

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        return str(_("Field %(name)s moved from place %(before)s to %(after)s")) % data


@dataclass(frozen=True)
class FieldRemoved(AboutField):
    kind: ClassVar = "customfields.field.removed"
    said: ClassVar = _("Field %(name)s removed")
