"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.services.customfields"
    label = "customfields"
    default_auto_field = "django.db.models.BigAutoField"
