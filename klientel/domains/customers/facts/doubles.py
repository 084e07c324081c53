"""What is said of records that look like one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from klientel.services.journal.facts import Fact, Subject

from .records import CONTACT, CUSTOMER


@dataclass(frozen=True)
class ToldApart(Fact):
    """Keys and no names: each of these says it in its own history."""

    kind: ClassVar = "customers.double.told_apart"
    permission: ClassVar = "customers.view"
    said: ClassVar = gettext_lazy("Marked as no duplicate")
    of: str
    keys: tuple[int, ...]

    def subjects(self) -> list[Subject]:
        model = CUSTOMER if self.of == "customers" else CONTACT
        return [(model, key) for key in self.keys]

    def data(self) -> dict[str, Any]:
        return {"of": self.of, "records": list(self.keys)}
