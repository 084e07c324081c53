"""Addresses of what is set about customers, below those of the settings."""

from django.urls import path

from klientel.domains.customers.views import assigning, categories, numbering

app_name = "customer_settings"
urlpatterns = [
    path("/assigning", assigning.assigning, name="assigning"),
    path("/customer-numbers", numbering.numbering, name="numbering"),
    path("/categories", categories.categories, name="categories"),
    path("/categories/<int:pk>", categories.category, name="category"),
    path("/categories/<int:pk>/place", categories.category_place, name="category_place"),
    path("/categories/<int:pk>/remove", categories.category_remove, name="category_remove"),
]
