"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.foundation.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
