"""What this domain hangs into pages: the tabs of a customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from klientel.foundation.access import Actor
from klientel.foundation.db.keyset import capped_count
from klientel.foundation.ui.slots import Panel
from klientel.services.files import queries as files

from .facts import CUSTOMER
from .models import Contact
from .parents import subsidiary_count


def _contact_count(actor: Actor, pk: int) -> int:
    return capped_count(Contact.objects.visible_to(actor).filter(customer=pk))


def _file_count(actor: Actor, pk: int) -> int:
    return files.count_of(actor, (CUSTOMER, pk))


DETAILS = Panel(gettext_lazy("Details"), "customers:detail", "customers.view")
CONTACTS = Panel(
    gettext_lazy("Contact list"), "customers:contacts", "contacts.view", _contact_count
)
SUBSIDIARIES = Panel(
    gettext_lazy("Subsidiaries"), "customers:subsidiaries", "customers.view", subsidiary_count
)
FILES = Panel(gettext_lazy("Files"), "customers:files", "files.view", _file_count)
