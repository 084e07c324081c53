"""What can be done with chosen rows: one definition for action panel and context menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.foundation.ui.menu import Action

EDIT = Action(
    _("Edit company"), "pencil", "customers:edit_chosen", "customers.change", fits="one", key="e"
)
CUSTOMERS = (
    Action(
        _("Change segment"),
        "shapes",
        "customers:change_segment",
        "customers.change",
        how="dialog",
    ),
    EDIT,
    Action(_("Set active"), "circle-check", "customers:set_active", "customers.change", how="post"),
    Action(_("Set inactive"), "ban", "customers:set_inactive", "customers.change", how="post"),
    Action(
        pgettext_lazy("button", "Export"),
        "download",
        "customers:export",
        "transfer.export",
        how="dialog",
    ),
    Action(
        _("Delete customers"),
        "trash-2",
        "customers:delete_chosen",
        "customers.delete",
        how="dialog",
        tone="danger",
    ),
)
CONTACTS = (
    Action(_("Edit contact"), "pencil", "contacts:edit", "contacts.change", fits="one", key="e"),
    Action(_("Edit contacts"), "pencil", "contacts:edit", "contacts.change", fits="many", key="e"),
    Action(
        _("Move to …"), "folder-input", "contacts:move", "contacts.change", how="dialog", key="m"
    ),
    Action(
        pgettext_lazy("button", "Export"),
        "download",
        "contacts:export",
        "transfer.export",
        how="dialog",
    ),
    Action(
        _("Delete contacts"),
        "trash-2",
        "contacts:delete_chosen",
        "contacts.delete",
        how="dialog",
        tone="danger",
    ),
)
OF_CUSTOMER = tuple(action for action in CONTACTS if action.url_name != "contacts:export")
OF_PARENT = (
    EDIT,
    Action(
        _("Remove from the parent company"),
        "unlink",
        "customers:release",
        "customers.change",
        how="dialog",
    ),
)
