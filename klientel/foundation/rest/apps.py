"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.foundation.rest"
    label = "rest"
    default_auto_field = "django.db.models.BigAutoField"
