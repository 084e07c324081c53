"""Addresses of what is set about customers, below those of the settings."""

from django.urls import path

from klientel.domains.customers.views import assigning, categories, numbering, tags, unused

app_name = "customer_settings"
urlpatterns = [
    path("/privacy/contacts", unused.unused, name="unused"),
    path("/assigning", assigning.assigning, name="assigning"),
    path("/customer-numbers", numbering.numbering, name="numbering"),
    path("/categories", categories.categories, name="categories"),
    path("/categories/<int:pk>", categories.category, name="category"),
    path("/categories/<int:pk>/place", categories.category_place, name="category_place"),
    path("/categories/<int:pk>/remove", categories.category_remove, name="category_remove"),
    path("/tags", tags.tags, name="tags"),
    path("/tags/<int:pk>", tags.tag, name="tag"),
    path("/tags/<int:pk>/place", tags.tag_place, name="tag_place"),
    path("/tags/<int:pk>/merge", tags.tag_merge, name="tag_merge"),
    path("/tags/<int:pk>/remove", tags.tag_remove, name="tag_remove"),
]
