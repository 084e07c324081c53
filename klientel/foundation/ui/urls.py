"""Addresses of the frame's own switches."""

from django.conf import settings
from django.urls import path

from . import patterns, views

app_name = "ui"
urlpatterns = [path("theme", views.theme, name="theme")]
if settings.DEBUG or getattr(settings, "PATTERN_PAGE", False):
    urlpatterns += [
        path("_patterns", patterns.patterns, name="patterns"),
        path("_patterns/dialog", patterns.dialog, name="patterns_dialog"),
        path("_patterns/plain", patterns.plain, name="patterns_plain"),
    ]
