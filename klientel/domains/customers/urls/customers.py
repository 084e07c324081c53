"""Addresses of customers."""

from django.urls import path

from klientel.domains.customers.views import (
    adding,
    alike,
    bulk,
    contacts,
    exporting,
    files,
    lists,
    notes,
    one_page,
    pictures,
    record,
    seeing,
    subsidiaries,
    tree,
    wizard,
)

app_name = "customers"
urlpatterns = [
    path("", lists.customer_list, name="list"),
    path("/organisations", tree.customer_tree, name="tree"),
    path("/columns", lists.customer_columns, name="columns"),
    path("/export", exporting.customer_export, name="export"),
    path("/chosen/edit", bulk.customer_edit, name="edit_chosen"),
    path("/chosen/segment", bulk.customer_segment, name="change_segment"),
    path("/chosen/active", bulk.customer_active, name="set_active"),
    path("/chosen/inactive", bulk.customer_inactive, name="set_inactive"),
    path("/chosen/change", bulk.customer_change, name="change_chosen"),
    path("/chosen/delete", bulk.customer_delete, name="delete_chosen"),
    path("/chosen/release", subsidiaries.release, name="release"),
    path("/parents", subsidiaries.parents_offered, name="parents"),
    path("/alike", alike.customer, name="alike"),
    path("/organisation", adding.organisation, name="organisation"),
    path("/add", one_page.add, name="add"),
    path("/new", wizard.create, name="create"),
    path("/<int:pk>", record.detail, name="detail"),
    path("/<int:pk>/edit", record.edit, name="edit"),
    path("/<int:pk>/delete", record.delete, name="delete"),
    path("/<int:pk>/restore", record.restore, name="restore"),
    path("/<int:pk>/logo", pictures.customer, name="logo"),
    path("/<int:pk>/access", seeing.customer, name="access"),
    path("/<int:pk>/files", files.of_customer, name="files"),
    path("/<int:pk>/subsidiaries", subsidiaries.of_customer, name="subsidiaries"),
    path("/<int:pk>/subsidiaries/associate", subsidiaries.associate, name="associate"),
    path("/<int:pk>/subsidiaries/candidates", subsidiaries.candidates, name="candidates"),
    path("/<int:pk>/contacts", contacts.of_customer, name="contacts"),
    path("/<int:pk>/notes", notes.add_to_customer, name="notes"),
    path("/<int:pk>/notes/<int:note>", notes.edit_of_customer, name="note"),
]
