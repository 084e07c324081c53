"""What can happen between a parent company and those that belong to it, told on its side.

On theirs it is a change of the field like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy, ngettext_lazy

from klientel.services.journal.facts import Counted, Subject

from .records import CUSTOMER


@dataclass(frozen=True)
class OfParent(Counted):
    """Keys and no names: who sees the parent does not see them for that reason."""

    permission: ClassVar = "customers.view"
    counted: ClassVar = "count"
    parent_id: int
    subsidiary_ids: tuple[int, ...]

    def subjects(self) -> list[Subject]:
        return [(CUSTOMER, self.parent_id)]

    def data(self) -> dict[str, Any]:
        return {"count": len(self.subsidiary_ids), "subsidiaries": list(self.subsidiary_ids)}


@dataclass(frozen=True)
class SubsidiariesAssociated(OfParent):
    kind: ClassVar = "customers.subsidiary.associated"
    said: ClassVar = gettext_lazy("Subsidiary associated")
    several: ClassVar = ngettext_lazy(
        "%(count)s subsidiary associated", "%(count)s subsidiaries associated", "count"
    )


@dataclass(frozen=True)
class SubsidiariesReleased(OfParent):
    kind: ClassVar = "customers.subsidiary.released"
    said: ClassVar = gettext_lazy("Subsidiary removed")
    several: ClassVar = ngettext_lazy(
        "%(count)s subsidiary removed", "%(count)s subsidiaries removed", "count"
    )


@dataclass(frozen=True)
class SubsidiariesEnded(OfParent):
    """What came back from the bin no longer fits: one of the two has relations of its own now."""

    kind: ClassVar = "customers.subsidiary.ended"
    said: ClassVar = gettext_lazy("Relation to a subsidiary not restored: there is one level only")
    several: ClassVar = ngettext_lazy(
        "Relation to %(count)s subsidiary not restored: there is one level only",
        "Relations to %(count)s subsidiaries not restored: there is one level only",
        "count",
    )

    def subjects(self) -> list[Subject]:
        return [(CUSTOMER, key) for key in (self.parent_id, *self.subsidiary_ids)]
