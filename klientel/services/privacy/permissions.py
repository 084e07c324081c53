"""What may be allowed here. The codes are stored, the labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "privacy.purge": _("Delete for good"),
    "privacy.disclose": _("Create files about a person"),
    "privacy.erase": _("Erase persons"),
    "privacy.change_periods": _("Set retention periods"),
}
