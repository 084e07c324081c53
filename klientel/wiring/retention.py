"""What is kept for a time: the kinds, and for how long unless somebody says otherwise."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers import retention as customers
from klientel.domains.customers.facts import CONTACT, CUSTOMER, NOTE
from klientel.services.files.facts import FILE
from klientel.services.journal import forgetting as journal
from klientel.services.journal import security
from klientel.services.notifications import forgetting as mails
from klientel.services.privacy import retention
from klientel.services.privacy.retention import Kind, Moved, simple
from klientel.services.transfer import forgetting as imports

KINDS = [
    Kind(
        "bin",
        _("Bin"),
        _("Deleted customers, contacts, notes and files are deleted for good."),
        90,
        lambda before, _from: customers.count_binned(before),
        simple(customers.purge_binned),
    ),
    Kind(
        "mails",
        _("Outbox"),
        _("Mails that were kept or failed are removed; what is on its way stays."),
        90,
        lambda before, _from: mails.count_before(before),
        simple(mails.drop_before),
    ),
    Kind(
        "imports",
        _("Imported files"),
        _("The stored file and the listed rows of an import go; its figures and history stay."),
        90,
        lambda before, _from: imports.count_before(before),
        simple(imports.drop_before),
    ),
    Kind(
        "security",
        _("Security log"),
        _("The oldest events go; the chain of the others can still be checked."),
        730,
        lambda before, _from: security.count_before(before),
        simple(security.drop_before),
    ),
    Kind(
        "journal",
        _("Values in the history"),
        _("Old and new values go, and with them undoing; who did what and when stays."),
        3650,
        journal.count_values_before,
        lambda before, start, most: _of_journal(
            *journal.drop_values_before(before, start, most), start
        ),
    ),
    Kind(
        "contacts",
        _("Unused contacts"),
        _("Inactive contacts nobody changed for so long are proposed for erasing, never erased."),
        1095,
        lambda before, _from: customers.unused(before).count(),
        url_name="customer_settings:unused",
    ),
]

NAMES = {
    CUSTOMER: _("Customer"),
    CONTACT: _("Contact"),
    NOTE: pgettext_lazy("text", "Note"),
    FILE: _("File"),
}


def _of_journal(removed: int, cursor: int, start: int) -> Moved:
    return Moved(removed, cursor, is_over=cursor == start)


def connect() -> None:
    retention.register(*KINDS, names=NAMES)
