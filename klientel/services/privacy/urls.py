"""Where retention periods and the register are, below the settings."""

from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [
    path("", views.periods, name="periods"),
    path("/apply", views.apply, name="apply"),
    path("/register", views.register, name="register"),
]
