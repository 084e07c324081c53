"""What can happen to views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from klientel.services.journal.facts import Fact, Subject

VIEW = "saved_views.savedview"


@dataclass(frozen=True)
class AboutView(Fact):
    permission: ClassVar = "journal.view"
    view_id: int
    name: str

    def subjects(self) -> list[Subject]:
        return [(VIEW, self.view_id)]

    def data(self) -> dict[str, Any]:
        return {"name": self.name}


@dataclass(frozen=True)
class ViewSaved(AboutView):
    kind: ClassVar = "saved_views.view.saved"
    said: ClassVar = _("View %(name)s saved")


@dataclass(frozen=True)
class ViewChanged(AboutView):
    kind: ClassVar = "saved_views.view.changed"
    said: ClassVar = _("View %(name)s changed")


@dataclass(frozen=True)
class ViewDeleted(AboutView):
    kind: ClassVar = "saved_views.view.deleted"
    said: ClassVar = _("View %(name)s deleted")
