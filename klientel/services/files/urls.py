"""Where files are."""

from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("<int:pk>", views.download, name="download"),
    path("<int:pk>/picture", views.picture, name="picture"),
    path("<int:pk>/delete", views.delete, name="delete"),
]
