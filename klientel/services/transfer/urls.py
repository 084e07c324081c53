"""Where imports are."""

from django.urls import path

from . import views

app_name = "transfer"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("/runs", views.runs, name="runs"),
    path("/runs/<int:pk>", views.run, name="run"),
    path("/runs/<int:pk>/columns", views.columns, name="columns"),
    path("/runs/<int:pk>/start", views.start, name="start"),
    path("/runs/<int:pk>/cancel", views.cancel, name="cancel"),
    path("/runs/<int:pk>/undo", views.undo, name="undo"),
    path("/runs/<int:pk>/refused.csv", views.refused_rows, name="refused"),
]
