"""Every address of the installation, by package."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from klientel.foundation.access import PUBLIC, requires

from . import health

home = requires(PUBLIC)(RedirectView.as_view(pattern_name="customers:list"))
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("health", health.health, name="health"),
    path("customers", include("klientel.domains.customers.urls.customers")),
    path("contacts", include("klientel.domains.customers.urls.contacts")),
    path("bin", include("klientel.domains.customers.urls.bin")),
    path("settings", include("klientel.domains.customers.urls.settings")),
    path("settings/custom-fields", include("klientel.services.customfields.urls")),
    path("settings/privacy", include("klientel.services.privacy.urls")),
    path("duplicates", include("klientel.domains.customers.urls.duplicates")),
    path("files/", include("klientel.services.files.urls")),
    path("import", include("klientel.services.transfer.urls")),
    path("views", include("klientel.services.saved_views.urls")),
    path("searches", include("klientel.services.long_searches.urls")),
    path("bulk", include("klientel.services.bulk.urls")),
    path("", include("klientel.services.search.urls")),
    path("batches/", include("klientel.services.journal.urls")),
    path("api/v1/", include("klientel.wiring.api")),
    path("", include("klientel.foundation.ui.urls")),
    path("", include("klientel.services.accounts.urls")),
    path("", include("klientel.interfaces.settings.urls")),
    path("", include("klientel.interfaces.setup.urls")),
]

handler400 = "klientel.foundation.ui.errors.bad_request"
handler403 = "klientel.foundation.ui.errors.forbidden"
handler404 = "klientel.foundation.ui.errors.not_found"
handler500 = "klientel.foundation.ui.errors.server_error"
