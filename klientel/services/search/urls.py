"""The addresses of the search over everything and of the command palette."""

from django.urls import URLPattern, path

from . import views

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("search", views.page, name="page"),
    path("palette", views.palette, name="palette"),
]
