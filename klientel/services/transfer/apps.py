"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.services.transfer"
    label = "transfer"
    default_auto_field = "django.db.models.BigAutoField"
