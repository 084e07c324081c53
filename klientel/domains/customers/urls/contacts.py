"""Addresses of contacts."""

from django.urls import path

from klientel.domains.customers.views import (
    adding,
    alike,
    asking,
    bulk,
    contact_forms,
    contacts,
    exporting,
    lists,
    moving,
    new_contacts,
    notes,
    person,
    pictures,
    seeing,
    tree,
)

app_name = "contacts"
urlpatterns = [
    path("", lists.contact_list, name="list"),
    path("/organisations", tree.contact_tree, name="tree"),
    path("/conditions", asking.of_contacts, name="conditions"),
    path("/columns", lists.contact_columns, name="columns"),
    path("/export", exporting.contact_export, name="export"),
    path("/chosen/change", bulk.contact_change, name="change_chosen"),
    path("/chosen/delete", bulk.contact_delete, name="delete_chosen"),
    path("/alike", alike.contact, name="alike"),
    path("/new", new_contacts.create, name="create"),
    path("/chosen/move", moving.move, name="move"),
    path("/places", moving.places, name="places"),
    path("/person", adding.person, name="person"),
    path("/edit", contact_forms.edit, name="edit"),
    path("/<int:pk>", contacts.detail, name="detail"),
    path("/chosen/person", person.chosen, name="person_chosen"),
    path("/chosen/erase", person.erase_chosen, name="erase_chosen"),
    path("/<int:pk>/person", person.shown, name="person_file"),
    path("/<int:pk>/person/archive", person.archive, name="person_archive"),
    path("/<int:pk>/erase", person.erase, name="erase"),
    path("/<int:pk>/access", seeing.contact, name="access"),
    path("/<int:pk>/picture", pictures.contact, name="picture"),
    path("/<int:pk>/delete", contacts.delete, name="delete"),
    path("/<int:pk>/restore", contacts.restore, name="restore"),
    path("/<int:pk>/notes", notes.add_to_contact, name="notes"),
    path("/<int:pk>/notes/<int:note>", notes.edit_of_contact, name="note"),
]
