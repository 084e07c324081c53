"""Where views are."""

from django.urls import path

from . import views

app_name = "saved_views"
urlpatterns = [
    path("", views.every, name="every"),
    path("/menu", views.menu, name="menu"),
    path("/new", views.new, name="new"),
    path("/<int:pk>", views.show, name="show"),
    path("/<int:pk>/edit", views.edit, name="edit"),
    path("/<int:pk>/keep", views.keep, name="keep"),
    path("/<int:pk>/delete", views.delete, name="delete"),
]
