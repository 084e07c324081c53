"""Every address of the installation, by package."""

from django.urls import URLPattern, URLResolver, path

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health.health, name="health"),
]
