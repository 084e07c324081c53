"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.services.long_searches"
    label = "long_searches"
    default_auto_field = "django.db.models.BigAutoField"
