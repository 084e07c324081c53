"""What may be allowed around mails. Codes are stored, labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {"notifications.view_outbox": _("Read the outbox")}
