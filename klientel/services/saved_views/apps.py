"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.services.saved_views"
    label = "saved_views"
    default_auto_field = "django.db.models.BigAutoField"
