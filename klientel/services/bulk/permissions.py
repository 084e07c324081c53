"""What may be allowed here. The codes are stored, the labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {"bulk.change": _("Change many at once")}
