"""What can be done with chosen rows, and what leads to new ones.

One definition each: for action panel and context menu, and for the buttons above the lists, the
*Add* menu and the command palette.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.foundation.ui.menu import Action, Entry

CREATE = Entry(
    _("Create customer"),
    "customers:create",
    "plus",
    "customers.add",
    aliases=(_("New customer"), _("Create › CRM › Company")),
)
ADD = Entry(
    pgettext_lazy("button", "Add customer"),
    "customers:add",
    "plus",
    "customers.add",
    aliases=(_("Add client"), _("New customer on one page")),
)
PERSON = Entry(
    _("Customer"), "contacts:person", "user-round", "contacts.add", aliases=(_("New person"),)
)
ORGANISATION = Entry(
    _("Customer organisation"),
    "customers:organisation",
    "building-2",
    "customers.add",
    aliases=(_("New organisation"), _("New company")),
)
CONTACT = Entry(
    _("Contact"), "contacts:create", "contact-round", "contacts.add", aliases=(_("New contact"),)
)
EXPORT = Entry(
    _("Export customers"),
    "customers:export",
    "download",
    "transfer.export",
    aliases=(_("Download customers as CSV or Excel"),),
)
EXPORT_CONTACTS = Entry(
    _("Export contacts"),
    "contacts:export",
    "download",
    "transfer.export",
    aliases=(_("Download contacts as CSV or Excel"),),
)
TREE = Entry(
    _("Customers by organisation"),
    "customers:tree",
    "building-2",
    "customers.view",
    aliases=(_("Tree of customers"),),
)
CONTACT_TREE = Entry(
    _("Contacts by organisation"), "contacts:tree", "contact-round", "contacts.view"
)
BOARD = Entry(
    _("Customers by segment"), "customers:board", "shapes", "customers.view", aliases=(_("Board"),)
)
BIN_PAGE = Entry(
    _("Bin"),
    "bin:index",
    "trash-2",
    "bin.view",
    prefix="/bin",
    go="b",
    aliases=(_("Deleted customers and contacts"), _("Restore what was deleted")),
)
DUPLICATES = Entry(
    pgettext_lazy("page", "Duplicates"),
    "duplicates:index",
    "copy",
    "contacts.merge",
    prefix="/duplicates",
    go="d",
    aliases=(_("Look for duplicates"), _("Merge customers"), _("Merge contacts")),
)
DUPLICATE_CONTACTS = Entry(
    _("Duplicates among contacts"), "duplicates:contacts", "copy", "contacts.merge"
)
UNUSED = Entry(
    _("Unused contacts"),
    "customer_settings:unused",
    "shield-check",
    "privacy.change_periods",
    aliases=(_("Contacts nobody changed for long"),),
)
NEW = (PERSON, ORGANISATION, CONTACT)  # of the *Add* menu
BUTTONS = (CREATE, ADD, EXPORT, EXPORT_CONTACTS, TREE, CONTACT_TREE, BOARD, DUPLICATE_CONTACTS)

EDIT = Action(
    _("Edit company"), "pencil", "customers:edit_chosen", "customers.change", fits="one", key="e"
)
CUSTOMERS = (
    Action(
        _("Change fields"),
        "sliders-horizontal",
        "customers:change_chosen",
        "customers.change",
        key="c",
    ),
    Action(
        _("Change segment"),
        "shapes",
        "customers:change_segment",
        "customers.change",
        how="dialog",
    ),
    EDIT,
    Action(
        _("Set active"),
        "circle-check",
        "customers:set_active",
        "customers.change",
        how="post",
        is_minor=True,
    ),
    Action(
        _("Set inactive"),
        "ban",
        "customers:set_inactive",
        "customers.change",
        how="post",
        is_minor=True,
    ),
    Action(
        _("Add or remove tags"),
        "tag",
        "customers:tag_chosen",
        "customers.change",
        is_minor=True,
    ),
    Action(
        pgettext_lazy("button", "Export"),
        "download",
        "customers:export",
        "transfer.export",
        how="dialog",
    ),
    Action(_("Merge …"), "merge", "customers:merge", "customers.merge", fits="many"),
    Action(
        _("Merge with …"),
        "merge",
        "customers:merge_chosen",
        "customers.merge",
        fits="one",
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
    Action(_("Merge …"), "merge", "contacts:merge", "contacts.merge", fits="many"),
    Action(
        _("Merge with …"),
        "merge",
        "contacts:merge_chosen",
        "contacts.merge",
        fits="one",
        how="dialog",
    ),
    Action(
        _("Change fields"),
        "sliders-horizontal",
        "contacts:change_chosen",
        "contacts.change",
        key="c",
    ),
    Action(_("Add or remove tags"), "tag", "contacts:tag_chosen", "contacts.change", is_minor=True),
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
    Action(_("Person file"), "file-text", "contacts:person_chosen", "privacy.disclose", fits="one"),
    Action(
        _("Delete contacts"),
        "trash-2",
        "contacts:delete_chosen",
        "contacts.delete",
        how="dialog",
        tone="danger",
    ),
    Action(
        _("Erase personal data"),
        "shield-check",
        "contacts:erase_chosen",
        "privacy.erase",
        how="dialog",
        fits="one",
        tone="danger",
    ),
)
BIN = (
    Action(pgettext_lazy("button", "Restore"), "rotate-ccw", "bin:restore", "bin.view", how="post"),
    Action(
        _("Restore the whole act"),
        "history",
        "bin:restore_act",
        "bin.view",
        how="post",
        fits="one",
    ),
    Action(
        _("Delete for good"),
        "trash-2",
        "bin:purge",
        "privacy.purge",
        how="dialog",
        tone="danger",
    ),
)
OF_CUSTOMER = CONTACTS
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
