"""Where definitions are kept, among the settings."""

from django.urls import path

from . import views

app_name = "custom_fields"
urlpatterns = [
    path("", views.every, name="every"),
    path("/new", views.new, name="new"),
    path("/<int:pk>", views.edit, name="edit"),
    path("/<int:pk>/place", views.place, name="place"),
    path("/<int:pk>/remove", views.remove, name="remove"),
]
