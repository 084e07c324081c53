"""What may be allowed here. The codes are stored, the labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "files.view": _("See files"),
    "files.add": _("Add files"),
    "files.delete": _("Delete files"),
}
