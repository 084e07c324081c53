"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "klientel.domains.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"
