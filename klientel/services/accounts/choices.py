"""The words accounts store: roles, sights and themes. Values are stored and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMIN = "admin", _("Admin")
    FLEET_ADMIN = "fleet_admin", _("Fleet admin")
    USER = "user", _("User")
    TECHNICIAN = "technician", _("Technician")
    BILLING = "billing", _("Billing administrator")
    READ_ONLY = "read_only", _("Read only")


class Sight(models.TextChoices):
    """Which customers a role sees, with all that hangs on them."""

    ALL = "all", _("All customers")
    MINE = "mine", _("Own customers")


class Theme(models.TextChoices):
    SYSTEM = "", _("As on this device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Language(models.TextChoices):
    """Each language is named in itself, whoever reads the list."""

    GERMAN = "de", "Deutsch"
    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"
