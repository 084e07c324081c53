"""Where an act is looked at and taken back."""

from django.urls import path

from . import views

app_name = "journal"
urlpatterns = [
    path("<str:key>", views.batch, name="batch"),
    path("<str:key>/undo", views.undo, name="undo"),
]
