"""Addresses of the pattern page, where it is installed."""

from django.conf import settings
from django.urls import URLPattern, path

from . import patterns

app_name = "ui"
urlpatterns: list[URLPattern] = []
if settings.DEBUG or getattr(settings, "PATTERN_PAGE", False):
    urlpatterns += [
        path("_patterns", patterns.patterns, name="patterns"),
        path("_patterns/dialog", patterns.dialog, name="patterns_dialog"),
        path("_patterns/plain", patterns.plain, name="patterns_plain"),
    ]
