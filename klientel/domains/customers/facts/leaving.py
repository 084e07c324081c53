"""What can happen to what lies in the bin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from klientel.services.journal.facts import Fact, Subject

from .records import CONTACT, CUSTOMER


@dataclass(frozen=True)
class BinPurged(Fact):
    """Nothing says any more what it was: only how much."""

    kind: ClassVar = "customers.bin.purged"
    permission: ClassVar = "journal.view"
    customers: int
    contacts: int
    notes: int
    files: int

    def subjects(self) -> list[Subject]:
        return []

    def data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        said = counted(data)
        if not said:
            return _("Replaced pictures deleted for good")
        return _("Deleted for good: %(what)s") % {"what": said}


@dataclass(frozen=True)
class ContactErased(Fact):
    """A person had themselves erased: the contact stays as a pseudonym."""

    kind: ClassVar = "customers.contact.erased"
    permission: ClassVar = "contacts.view"
    said: ClassVar = gettext_lazy("Personal data erased")
    contact_id: int
    customer_id: int | None = None

    def subjects(self) -> list[Subject]:
        of_customer = [(CUSTOMER, self.customer_id)] if self.customer_id else []
        return [(CONTACT, self.contact_id), *of_customer]

    def data(self) -> dict[str, Any]:
        return {}


def counted(counts: Mapping[str, int]) -> str:
    """In words, only what there is: `2 customers, 1 note`."""
    words = {
        "customers": ngettext(
            "%(count)s customer", "%(count)s customers", counts.get("customers", 0)
        ),
        "contacts": ngettext("%(count)s contact", "%(count)s contacts", counts.get("contacts", 0)),
        "notes": ngettext("%(count)s note", "%(count)s notes", counts.get("notes", 0)),
        "files": ngettext("%(count)s file", "%(count)s files", counts.get("files", 0)),
        "subsidiaries": ngettext(
            "%(count)s relation to a subsidiary",
            "%(count)s relations to subsidiaries",
            counts.get("subsidiaries", 0),
        ),
    }
    shown = [word % {"count": counts[name]} for name, word in words.items() if counts.get(name)]
    return ", ".join(shown)
