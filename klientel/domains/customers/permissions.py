"""What may be allowed in this domain. The codes are stored, the labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "customers.view": _("See customers"),
    "customers.add": _("Create customers"),
    "customers.change": _("Edit customers"),
    "customers.delete": _("Delete customers"),
    "customers.merge": _("Merge customers"),
    "contacts.view": _("See contacts"),
    "contacts.add": _("Add contacts"),
    "contacts.change": _("Edit contacts"),
    "contacts.delete": _("Delete contacts"),
    "bin.view": _("Open the bin"),
    "contacts.merge": _("Merge contacts"),
    "customers.add_tags": _("Add new tags"),
    "customers.change_lists": _("Maintain customer categories and tags"),
    "customers.change_assigning": _("Set how people are assigned by e-mail domain"),
    "customers.change_numbering": _("Set the customer number range"),
}
