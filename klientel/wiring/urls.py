"""Every address of the installation, by package."""

from django.urls import URLPattern, URLResolver, include, path

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health.health, name="health"),
    path("", include("klientel.services.accounts.urls")),
    path("", include("klientel.interfaces.settings.urls")),
    path("", include("klientel.interfaces.setup.urls")),
]
