"""What may be allowed around the history. Codes are stored, labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "journal.view": _("See the history"),
    "journal.undo": _("Undo what others did"),
}
