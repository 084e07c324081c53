"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.services.bulk"
    label = "bulk"
    default_auto_field = "django.db.models.BigAutoField"
