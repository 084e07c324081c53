"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.interfaces.settings"
    label = "settingspages"
    default_auto_field = "django.db.models.BigAutoField"
