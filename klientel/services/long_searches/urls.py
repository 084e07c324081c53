"""Where searches in the background are."""

from django.urls import path

from . import views

app_name = "long_searches"
urlpatterns = [
    path("", views.every, name="every"),
    path("/new", views.new, name="new"),
    path("/<int:pk>", views.show, name="show"),
    path("/<int:pk>/cancel", views.cancel, name="cancel"),
    path("/<int:pk>/delete", views.delete, name="delete"),
]
