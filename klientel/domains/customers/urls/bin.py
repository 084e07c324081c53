"""Addresses of the bin."""

from django.urls import path

from klientel.domains.customers.views import bin_pages

app_name = "bin"
urlpatterns = [
    path("", bin_pages.index, name="index"),
    path("/<str:kind>", bin_pages.bin_list, name="list"),
    path("/<str:kind>/restore", bin_pages.bring_back, name="restore"),
    path("/<str:kind>/restore-act", bin_pages.bring_back_act, name="restore_act"),
    path("/<str:kind>/purge", bin_pages.purge, name="purge"),
]
