"""Addresses of contacts."""

from django.urls import path

from klientel.domains.customers.views import (
    alike,
    bulk,
    contact_forms,
    contacts,
    exporting,
    lists,
    new_contacts,
)

app_name = "contacts"
urlpatterns = [
    path("", lists.contact_list, name="list"),
    path("/columns", lists.contact_columns, name="columns"),
    path("/export", exporting.contact_export, name="export"),
    path("/chosen/delete", bulk.contact_delete, name="delete_chosen"),
    path("/alike", alike.contact, name="alike"),
    path("/new", new_contacts.create, name="create"),
    path("/edit", contact_forms.edit, name="edit"),
    path("/<int:pk>", contacts.detail, name="detail"),
    path("/<int:pk>/delete", contacts.delete, name="delete"),
    path("/<int:pk>/restore", contacts.restore, name="restore"),
]
