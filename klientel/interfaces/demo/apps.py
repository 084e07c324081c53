"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.interfaces.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
