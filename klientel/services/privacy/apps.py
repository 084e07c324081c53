"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.services.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
