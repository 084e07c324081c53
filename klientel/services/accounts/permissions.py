"""What may be allowed around people and the installation. Codes are stored, labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "accounts.manage_users": _("Manage users and roles"),
    "settings.change_company": _("Change the own company"),
}
