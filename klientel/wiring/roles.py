"""Who may do what: each role and its permissions, on one page.

The codes come from the packages' `permissions.py`; a test compares both lists.
"""

from klientel.services.accounts.choices import Role

LOOK = frozenset({"customers.view", "contacts.view", "journal.view"})
CONTACTS = frozenset({"contacts.add", "contacts.change", "contacts.delete"})

USER = LOOK | CONTACTS | {"customers.change", "transfer.export"}
FLEET_ADMIN = USER | {"customers.add", "customers.delete", "transfer.import"}
ADMIN = FLEET_ADMIN | {
    "accounts.manage_users",
    "settings.change_company",
    "customers.change_numbering",
    "notifications.view_outbox",
    "journal.undo",
}

ROLES: dict[str, frozenset[str]] = {
    Role.ADMIN: ADMIN,
    Role.FLEET_ADMIN: FLEET_ADMIN,
    Role.USER: USER,
    Role.TECHNICIAN: LOOK | {"contacts.change"},
    Role.BILLING: LOOK | {"customers.change", "transfer.export"},
    Role.READ_ONLY: LOOK,
}
