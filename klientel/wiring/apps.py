"""Ties the packages together once all of them are loaded, each list on its own page."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "klientel.wiring"
    label = "wiring"
