"""Who may do what: each role and its permissions, on one page.

The codes come from the packages' `permissions.py`; a test compares both lists.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers import permissions as customers
from klientel.interfaces.settings import sections
from klientel.interfaces.settings.sections import Group
from klientel.services.accounts import actors
from klientel.services.accounts import permissions as accounts
from klientel.services.accounts.choices import Role
from klientel.services.bulk import permissions as bulk
from klientel.services.customfields import permissions as customfields
from klientel.services.files import permissions as files
from klientel.services.journal import permissions as journal
from klientel.services.long_searches import permissions as long_searches
from klientel.services.notifications import permissions as notifications
from klientel.services.privacy import permissions as privacy
from klientel.services.saved_views import permissions as saved_views
from klientel.services.transfer import permissions as transfer

LOOK = frozenset({"customers.view", "contacts.view", "files.view", "journal.view"})
CONTACTS = frozenset({"contacts.add", "contacts.change", "contacts.delete", "contacts.merge"})
FILES = frozenset({"files.add", "files.delete"})

CHANGE = frozenset({"bin.view", "bulk.change"})  # of whoever may change anything

KEEP = frozenset({"saved_views.save", "saved_views.share", "long_searches.run"})

USER = (
    LOOK
    | CONTACTS
    | FILES
    | CHANGE
    | KEEP
    | {"customers.change", "customers.add_tags", "transfer.export"}
)
FLEET_ADMIN = USER | {
    "customers.add",
    "customers.delete",
    "customers.merge",
    "customers.change_lists",
    "transfer.import",
}
ADMIN = FLEET_ADMIN | {
    "accounts.manage_users",
    "settings.change_company",
    "customers.change_numbering",
    "customers.change_assigning",
    "notifications.view_outbox",
    "journal.undo",
    "saved_views.manage",
    "customfields.manage",
    *privacy.PERMISSIONS,
}

ROLES: dict[str, frozenset[str]] = {
    Role.ADMIN: ADMIN,
    Role.FLEET_ADMIN: FLEET_ADMIN,
    Role.USER: USER,
    Role.TECHNICIAN: LOOK | CHANGE | KEEP | {"contacts.change", "files.add"},
    Role.BILLING: LOOK | FILES | CHANGE | KEEP | {"customers.change", "transfer.export"},
    Role.READ_ONLY: LOOK,
}

GROUPS = [
    Group(_("Customers and contacts"), customers.PERMISSIONS | bulk.PERMISSIONS),
    Group(pgettext_lazy("of lists", "Views"), saved_views.PERMISSIONS | long_searches.PERMISSIONS),
    Group(_("Files"), files.PERMISSIONS),
    Group(_("History"), journal.PERMISSIONS),
    Group(_("Import and export"), transfer.PERMISSIONS),
    Group(_("Privacy"), privacy.PERMISSIONS),
    Group(
        _("Settings"),
        accounts.PERMISSIONS | notifications.PERMISSIONS | customfields.PERMISSIONS,
    ),
]


def connect() -> None:
    actors.set_roles(ROLES)
    sections.set_permissions(*GROUPS)
