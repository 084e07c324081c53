"""What may be allowed here. The codes are stored, the labels are shown."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {"long_searches.run": _("Search in the background")}
