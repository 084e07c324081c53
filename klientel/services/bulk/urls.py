"""Where changes to many rows are."""

from django.urls import path

from . import views

app_name = "bulk"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("/<int:pk>", views.run, name="run"),
    path("/<int:pk>/fields", views.fields, name="fields"),
    path("/<int:pk>/offer", views.offer, name="offer"),
    path("/<int:pk>/start", views.start, name="start"),
    path("/<int:pk>/cancel", views.cancel, name="cancel"),
    path("/<int:pk>/undo", views.undo, name="undo"),
]
