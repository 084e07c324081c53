"""What may be allowed here. The codes are stored, the labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "saved_views.save": _("Save views of lists for oneself"),
    "saved_views.share": _("Share views of lists"),
    "saved_views.manage": _("Change shared views of others"),
}
